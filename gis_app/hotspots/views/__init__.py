"""The pages of the statistics: what there is and the forms; what came out."""
