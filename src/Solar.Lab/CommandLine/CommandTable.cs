using System.CommandLine;
using Solar.Lab.CommandLine.Commands;
using Solar.Lab.CommandLine.Output;

namespace Solar.Lab.CommandLine;

/// <summary>All commands, in the order of help.</summary>
internal static class CommandTable
{
    /// <summary>The root command of a host.</summary>
    public static RootCommand Create(LabHost host, LabConsole console)
    {
        string of = host.Program is { } program ? $"The models, stages, merges and data sets that {program.GetName().Name} declares." : "Grows, merges and checks checkpoints of large language models.";
        return new RootCommand(of)
        {
            ListCommand.Create(host, console),
            PlanCommand.Create(host, console),
            PreviewCommand.Create(host, console),
            ContaminationCommand.Create(host, console),
            BuildCommand.Create(host, console),
            ImportCommand.Create(host, console),
            UpscaleCommand.Create(host, console),
            MergeCommand.Create(host, console),
            CocktailCommand.Create(console),
            LoraCommand.Create(console),
            VerifyCommand.Create(host, console),
            InspectCommand.Create(host, console),
            SearchCommand.Create(host, console),
            GenerateCommand.Create(host, console),
            EvalCommand.Create(host, console),
            ScoresCommand.Create(console),
            ExportCommand.Create(host, console),
        };
    }
}
