// All there is of C#: the command line, over what quickstart.solar.yaml declares.
return await Solar.Lab.CommandLine.LabApplication.RunAsync(args);
