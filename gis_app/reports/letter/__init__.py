"""The periodic report as a Word letter in the form of Nghị định 30/2020/NĐ-CP, on an editable template."""
