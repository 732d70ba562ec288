"""What whoever runs the server needs: the doctor, the sample area, data and history pages."""
