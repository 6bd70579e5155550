using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Evaluation;
using Solar.Lab.Reports;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SolarPaper;

/// <summary>
/// The paper's argument on one base: up-scale it, compare with doubling it whole, train on until the loss has recovered, and generate.
/// The same code runs on types that the generator emitted and on types that were compiled in process.
/// </summary>
internal static class Experiment
{
    private const string Prompt = "Once upon a time, there was";
    private const int OwnTextTokens = 256;

    /// <summary>Runs the experiment.</summary>
    /// <typeparam name="TBase">The base model.</typeparam>
    /// <typeparam name="TSolar">The up-scaled model.</typeparam>
    /// <typeparam name="TDoubled">The base doubled without dropping a layer.</typeparam>
    /// <typeparam name="TStage">Continued pretraining of the up-scaled model.</typeparam>
    public static async Task RunAsync<TBase, TSolar, TDoubled, TStage>(
        string baseDirectory, string outDirectory, int? steps, IAnsiConsole console, CancellationToken cancellationToken)
        where TBase : Module<torch.Tensor, torch.Tensor>, ICausalLanguageModel, IModelDefinition<TBase>
        where TSolar : Module<torch.Tensor, torch.Tensor>, ICausalLanguageModel, IModelDefinition<TSolar>
        where TDoubled : Module<torch.Tensor, torch.Tensor>, ICausalLanguageModel, IModelDefinition<TDoubled>
        where TStage : IPretrainDefinition<TSolar>
    {
        string solarDirectory = Path.Combine(outDirectory, "up-scaled");
        string doubledDirectory = Path.Combine(outDirectory, "doubled");
        string trainedDirectory = Path.Combine(outDirectory, "up-scaled-trained");

        console.Write(new Rule("[bold]Plan[/]").LeftJustified());
        PlanReport.Write(console, TSolar.Description, BytesPerParameter(baseDirectory));

        console.Write(new Rule("[bold]Up-scale[/]").LeftJustified());
        UpscaleResult upscaled = await Upscaling.RunAsync<TSolar>(baseDirectory, solarDirectory, cancellationToken);
        await Upscaling.RunAsync<TDoubled>(baseDirectory, doubledDirectory, cancellationToken);
        console.WriteLine($"{Show(upscaled.TotalSize)} bytes copied to {Relative(solarDirectory)}");

        // The base's own text: what it says by itself, which it predicts best.
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(baseDirectory);
        IReadOnlyList<int> ownText;
        double baseLoss;
        using (TBase @base = TBase.Load(baseDirectory))
        {
            ownText = [tokenizer.BosId, .. TokenGenerator.Stream(@base, [tokenizer.BosId], new GenerationOptions { MaxNewTokens = OwnTextTokens })];
            baseLoss = TokenLoss.Mean(@base, ownText);
            console.MarkupLineInterpolated($"[grey]the base says:[/] {Shorten(tokenizer.Decode(ownText))}");
            WriteOwnText(@base, tokenizer, outDirectory);
        }

        double upscaledLoss = Loss<TSolar>(solarDirectory, ownText);
        double doubledLoss = Loss<TDoubled>(doubledDirectory, ownText);

        console.Write(new Rule("[bold]Continued pretraining[/]").LeftJustified());
        PretrainOptions options = TStage.Defaults with
        {
            ModelDirectory = solarDirectory,
            OutputDirectory = trainedDirectory,
            DataDirectory = outDirectory,
            OverwriteOutputDirectory = true,
        };
        if (steps is { } count)
        {
            options = options with { MaxSteps = count };
        }

        await TStage.TrainAsync(options, new TrainingLine(console), cancellationToken);
        double trainedLoss = Loss<TSolar>(trainedDirectory, ownText);

        console.Write(new Rule("[bold]Mean loss on the base's own text[/]").LeftJustified());
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("model", "layers", "loss");
        table.AddRow("base", Show(TBase.Description.LayerCount), Show(baseLoss));
        table.AddRow("doubled whole", Show(TDoubled.Description.LayerCount), Show(doubledLoss));
        table.AddRow("up-scaled", Show(TSolar.Description.LayerCount), Show(upscaledLoss));
        table.AddRow("up-scaled, trained on", Show(TSolar.Description.LayerCount), Show(trainedLoss));
        console.Write(table);

        using TSolar trained = TSolar.Load(trainedDirectory);
        string story = TextGenerator.Generate(trained, tokenizer, Prompt, new GenerationOptions { MaxNewTokens = 80 }).Text;
        console.MarkupLineInterpolated($"[grey]the up-scaled model says:[/] {story}");
    }

    // A recipe that declares no data type keeps that of the base.
    private static int BytesPerParameter(string directory)
    {
        using CheckpointReader checkpoint = CheckpointReader.Open(directory);
        return checkpoint.Tensors.Values.First().Info.Dtype.Size();
    }

    private static double Loss<TModel>(string directory, IReadOnlyList<int> ids)
        where TModel : Module<torch.Tensor, torch.Tensor>, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using TModel model = TModel.Load(directory);
        return TokenLoss.Mean(model, ids);
    }

    // The paper trained on public text; a base of which only the weights are known has its own.
    private static void WriteOwnText<TBase>(TBase model, SentencePieceTokenizer tokenizer, string directory)
        where TBase : Module<torch.Tensor, torch.Tensor>, ICausalLanguageModel, IModelDefinition<TBase>
    {
        using StreamWriter file = File.CreateText(Path.Combine(directory, "own-text.jsonl"));
        foreach (IReadOnlyList<int> sample in TokenGenerator.Sample(model, count: 512, tokenizer.BosId, tokenizer.EosId, maxNewTokens: 200, seed: 42))
        {
            file.WriteLine(JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = tokenizer.Decode(sample) }));
        }
    }

    private static string Shorten(string text) => text.Length <= 160 ? text : text[..160] + "…";

    private static string Relative(string path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);

    private static string Show(double loss) => loss.ToString("F3", CultureInfo.InvariantCulture);

    private static string Show(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
