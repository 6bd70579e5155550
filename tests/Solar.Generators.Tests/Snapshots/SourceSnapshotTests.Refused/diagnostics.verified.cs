// Program.cs(6,29): Error SOLAR004: 'Fixed' cannot be a Solar declaration: it is static; models are created
// Program.cs(9,22): Error SOLAR004: 'Generic' cannot be a Solar declaration: it is generic
// Program.cs(12,23): Error SOLAR004: 'Record' cannot be a Solar declaration: it is a record; declare it as 'partial class'
// Program.cs(15,22): Error SOLAR004: 'Derived' cannot be a Solar declaration: it has the base class 'Exception', and generated code brings its own
