using Solar.Lab.CommandLine;

// The command line of Solar.Lab with no program behind it: what it works on is named by folders, recipes and YAML files.
return await LabApplication.RunAsync(args, new LabHost { Name = "solar" });
