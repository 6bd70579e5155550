using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Training;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.State;
using Solar.Specs;
using TorchSharp;

namespace Solar.Lab.Building;

/// <summary>A stage that is trained by its emitted loop. Whoever touches this class loads TorchSharp.</summary>
/// <param name="program">The declarations.</param>
/// <param name="node">The stage.</param>
/// <param name="settings">Folders and choices.</param>
/// <param name="start">Folder of the checkpoint that it starts from.</param>
internal sealed class TrainedStage(LabProgram program, BuildNode node, BuildSettings settings, string start)
{
    private readonly StageKind _kind = node.Entry!.Stage!.Declaration.Kind;

    /// <summary>Trains it, from the start or from a state that an earlier run left.</summary>
    public Task<BuildCost> RunAsync(bool goesOn, IProgress<BuildProgress> progress, CancellationToken cancellationToken)
    {
        if (settings.Threads > 0)
        {
            torch.set_num_threads(settings.Threads);
        }

        Type stage = program.TypeOf(node.Name);
        Type contract = stage.GetInterfaces().First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ITrainingStageDefinition<,>));
        MethodInfo run = typeof(TrainedStage).GetMethod(nameof(RunAs), BindingFlags.NonPublic | BindingFlags.Instance)!;
        return (Task<BuildCost>)run.MakeGenericMethod([stage, .. contract.GenericTypeArguments]).Invoke(
            this, BindingFlags.DoNotWrapExceptions, binder: null, [goesOn, progress, cancellationToken], culture: null)!;
    }

    private async Task<BuildCost> RunAs<TStage, TModel, TOptions>(bool goesOn, IProgress<BuildProgress> progress, CancellationToken cancellationToken)
        where TStage : ITrainingStageDefinition<TModel, TOptions>
        where TOptions : TrainingOptions
    {
        IReadOnlyDictionary<string, string> overrides = StageOverrides.Of(node.Entry!, settings.Overrides);
        TrainingOptions options = StageOverrides.Apply(TStage.Defaults, _kind, overrides) with
        {
            ModelDirectory = start,
            OutputDirectory = node.Directory,
            DataDirectory = settings.DataDirectory,
            Device = settings.Device,
            OverwriteOutputDirectory = !(goesOn && Directory.Exists(node.Directory) && StateFolder.Newest(node.Directory) is not null),
        };
        var steps = new Steps(progress);
        TrainingResult result = await TStage.TrainAsync((TOptions)options, steps, cancellationToken);
        return new BuildCost
        {
            PeakMemory = Process.GetCurrentProcess().PeakWorkingSet64,
            Steps = result.Steps,
            Tokens = steps.Tokens,
            TokensPerSecond = steps.TokensPerSecond,
            Rows = result.Manifest.Tokens.Rows,
            LostRows = Sum(result, counts => counts.Empty + counts.Bad + counts.TooLong + counts.WithoutTargets),
            CutRows = Sum(result, counts => counts.Truncated - counts.WithoutTargets),
            Loss = result.Manifest.EvalLoss ?? result.LastLoss,
        };
    }

    private static long? Sum(TrainingResult result, Func<DatasetCounts, long> of) => result.Manifest.Data.Sum(data => of(data.Counts)) is > 0 and long sum ? sum : null;

    private sealed class Steps(IProgress<BuildProgress> progress) : IProgress<TrainingStep>
    {
        private TrainingStep? _first;

        public long Tokens { get; private set; }

        /// <summary>From the end of the first step on, which also warms up; of a single step its own.</summary>
        public double? TokensPerSecond { get; private set; }

        public void Report(TrainingStep value)
        {
            _first ??= value;
            Tokens = value.Tokens;
            double seconds = (value.Elapsed - _first.Elapsed).TotalSeconds;
            TokensPerSecond = Math.Round(seconds > 0 ? (value.Tokens - _first.Tokens) / seconds : value.TokensPerSecond, 1);
            progress.Report(new BuildProgress((double)value.Step / Math.Max(1, value.MaxSteps), TrainingProgress.Figures(value))
            {
                Budget = $"{Figures.Count(value.MaxSteps)} steps, {Figures.Count(value.MaxTokens)} tokens",
            });
        }
    }
}
