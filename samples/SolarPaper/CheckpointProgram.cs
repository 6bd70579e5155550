using System.Globalization;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Compilation;
using Spectre.Console;

namespace SolarPaper;

/// <summary>Runs the experiment on a checkpoint that the compiler never saw: its config.json and a recipe are compiled in process.</summary>
internal static class CheckpointProgram
{
    public static Task RunAsync(
        string baseDirectory, int drop, string outDirectory, int? steps, IAnsiConsole console, CancellationToken cancellationToken)
    {
        string m = drop.ToString(CultureInfo.InvariantCulture);
        ProgramSource source = new ProgramSource()
            .AddCheckpoint("Base", baseDirectory)
            .AddYaml("recipe", $$"""
                namespace: {{ProgramSource.Namespace}}
                models:
                  UpScaled: "Upscale(Base, dropTop: {{m}}, dropBottom: {{m}})"
                  Doubled: "Upscale(Base, dropTop: 0, dropBottom: 0)"
                data:
                  OwnText: { json_lines: own-text.jsonl }
                stages:
                  UpScaledTrained:
                    pretrain: UpScaled
                    data: OwnText
                    learning_rate: 1e-3
                    lr_scheduler_type: cosine
                    warmup_steps: 20
                    max_steps: 300
                    per_device_train_batch_size: 16
                    max_length: 128
                    weight_decay: 0.1
                    adam_beta2: 0.95
                    save_steps: 0
                """);

        CompiledProgram program = new InProcessCompiler(InProcessCompiler.DefaultCacheDirectory).Compile(source, cancellationToken);
        MethodInfo run = typeof(Experiment).GetMethod(nameof(Experiment.RunAsync))!;
        return (Task)program.Invoke(
            run, ["Base", "UpScaled", "Doubled", "UpScaledTrained"], baseDirectory, outDirectory, steps, console, cancellationToken)!;
    }
}
