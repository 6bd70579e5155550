using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Spectre.Console;
using TorchSharp;

namespace SolarPaper.Recovery;

/// <summary>
/// How fast a grown model is what its base was: the base writes text, models that grew out of it in two ways and one of drawn weights are
/// trained on that, and their losses on other text of the base are compared with the base's own.
/// </summary>
internal static class RecoveryProgram
{
    private const int Texts = 2560, HeldOutTexts = 96;

    // The loss of a stage's evaluation and that of the texts one by one are the same sum in another order.
    private const double Rounding = 1e-3;

    /// <summary>Runs the experiment, and writes <c>recovery.svg</c>. What was trained is left as it is, and what was cut off goes on.</summary>
    /// <param name="baseDirectory">stories260K.</param>
    /// <param name="outDirectory">Where everything is written.</param>
    /// <param name="only">The one model to train, so that several processes can share the work; null for all.</param>
    /// <param name="steps">Steps, where they are others than declared.</param>
    /// <param name="console">Where it is told.</param>
    /// <param name="cancellationToken">Ends it; what is saved goes on when it is run again.</param>
    public static async Task RunAsync(
        string baseDirectory, string outDirectory, string? only, int? steps, IAnsiConsole console, CancellationToken cancellationToken)
    {
        Experiment experiment = new(baseDirectory, outDirectory, steps, console);
        experiment.Prepare();
        (string Name, Func<Task<RecoveryCurve>> Run)[] models =
        [
            ("up-scaled", () => experiment.RunAsync<Upscaled, UpscaledTrained>("up-scaled", start => Upscaling.RunAsync<Upscaled>(baseDirectory, start, cancellationToken), cancellationToken)),
            ("doubled", () => experiment.RunAsync<Doubled, DoubledTrained>("doubled", start => Upscaling.RunAsync<Doubled>(baseDirectory, start, cancellationToken), cancellationToken)),
            ("fresh", () => experiment.RunAsync<Fresh, FreshTrained>("fresh", start => WriteFresh(baseDirectory, start), cancellationToken)),
        ];
        List<RecoveryCurve> curves = [];
        foreach ((string name, Func<Task<RecoveryCurve>> run) in models.Where(model => only is null || model.Name == only))
        {
            curves.Add(await run());
        }

        experiment.Tell(curves);
        if (only is null)
        {
            string picture = Path.Combine(outDirectory, "recovery.svg");
            File.WriteAllText(picture, LossCurvesSvg.Draw(curves, experiment.BaseLoss, most: curves[1].Start + 0.1));
            console.WriteLine($"curves in {picture}");
        }
    }

    private static Task WriteFresh(string baseDirectory, string directory)
    {
        using var generator = new torch.Generator(1, torch.CPU);
        using Fresh fresh = Fresh.Create(new Placement(Generator: generator));
        Checkpoint.Save(fresh, directory, tokenizerFrom: baseDirectory);
        return Task.CompletedTask;
    }

    private sealed class Experiment(string baseDirectory, string outDirectory, int? steps, IAnsiConsole console)
    {
        private readonly SentencePieceTokenizer _tokenizer = SentencePieceTokenizer.Load(baseDirectory);
        private string[] _heldOut = [];

        public double BaseLoss { get; private set; }

        public void Prepare()
        {
            using Stories stories = Stories.Load(baseDirectory);
            _heldOut = SampledTexts.Write(stories, _tokenizer, Path.Combine(outDirectory, "held-out.jsonl"), HeldOutTexts, seed: 2);
            SampledTexts.Write(stories, _tokenizer, Path.Combine(outDirectory, "sampled.jsonl"), Texts, seed: 1);
            BaseLoss = SampledTexts.Loss(stories, _tokenizer, _heldOut);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the base's own loss on its held-out text: {BaseLoss:F4}"));
        }

        public async Task<RecoveryCurve> RunAsync<TModel, TStage>(string name, Func<string, Task> makeStart, CancellationToken cancellationToken)
            where TModel : torch.nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
            where TStage : IPretrainDefinition<TModel>
        {
            string start = Path.Combine(outDirectory, name), trained = start + "-trained";
            if (!IsThere(start))
            {
                await makeStart(start);
            }

            double loss = Loss<TModel>(start);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {loss:F4} before it is trained"));
            if (!IsThere(trained))
            {
                PretrainOptions options = TStage.Defaults with { ModelDirectory = start, OutputDirectory = trained, DataDirectory = outDirectory };
                await TStage.TrainAsync(steps is int count ? options with { MaxSteps = count } : options, new TrainingLine(console), cancellationToken);
            }

            RecoveryCurve curve = RecoveryCurve.Read(name, TModel.Description.LayerCount, loss, trained);
            double end = Loss<TModel>(trained);
            return Math.Abs(curve.End - end) <= Rounding
                ? curve
                : throw new InvalidOperationException($"{name}: the evaluation says {curve.End}, the texts one by one {end}");
        }

        public void Tell(IReadOnlyList<RecoveryCurve> curves)
        {
            Table table = new Table().Border(TableBorder.Markdown).AddColumns("model", "layers", "start", "end", "way back", "80 % of the way after");
            foreach (RecoveryCurve curve in curves)
            {
                table.AddRow(
                    curve.Name,
                    Show($"{curve.Layers}"),
                    Show($"{curve.Start:F3}"),
                    Show($"{curve.End:F3}"),
                    Show($"{curve.Share(curve.End, BaseLoss):P0}"),
                    curve.TokensUntil(0.8, BaseLoss) is long tokens ? Show($"{tokens:N0} tokens") : "not reached");
            }

            console.Write(table);
        }

        private double Loss<TModel>(string directory)
            where TModel : torch.nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
        {
            using TModel model = TModel.Load(directory);
            return SampledTexts.Loss(model, _tokenizer, _heldOut);
        }

        private static bool IsThere(string checkpoint) => File.Exists(Path.Combine(checkpoint, "config.json"));

        private static string Show(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
