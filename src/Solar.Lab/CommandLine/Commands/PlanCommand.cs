using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>plan</c>: what a declaration would make, before a byte of weights is read.</summary>
internal static class PlanCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A declaration; or a *.solar.yaml file and a declaration of it.");
        var tensors = new Option<bool>("--tensors") { Description = "Where each tensor comes from." };
        var output = new OutputOptions();
        var command = new Command("plan", "Layer map, seam, parameters, bytes, shards, memory and disk, before anything is written.") { tensors };
        options.AddTo(command);
        output.AddTo(command, isPlan: true);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () =>
        {
            CommandTarget target = options.Target(parsed, cancellationToken);
            PlanSheet plan = PlanSheet.Of(target, output.Directory(parsed) ?? target.Words.FirstOrDefault(), output.MaxShardSize(parsed), parsed.GetValue(tensors));
            plan.Write(console, parsed.GetValue(options.Json));
            return Task.FromResult(ExitCode.Success);
        }));
        return command;
    }
}
