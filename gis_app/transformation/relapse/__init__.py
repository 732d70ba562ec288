"""After the success: is a transformed area becoming complex again? The program tells, the board decides."""
