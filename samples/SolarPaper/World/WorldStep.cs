using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Solar.Runtime.Text;

namespace SolarPaper.World;

/// <summary>Writes the small world's files: corpora, records, preferences, tests and a tokenizer. All of it follows from one seed, and nothing is copied from anywhere.</summary>
/// <param name="sizes">How much of each.</param>
internal sealed class WorldStep(WorldSizes sizes) : IBuildStep
{
    private const int VocabSize = 512, TokenizerTexts = 2000;

    // What stands between turns in SOLAR's template, which the tokenizer is to write shortly.
    private const string Turns = "### User:\n\n### Assistant:\n";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name => "World";

    public string Fingerprint => sizes.ToString();

    public IReadOnlyList<string> Outputs => [.. Files().Select(file => file.Name), "tokenizer/tokenizer.model", "tokenizer/tokenizer_config.json"];

    public Task RunAsync(string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        (string Name, Func<IEnumerable<object>> Records)[] files = [.. Files()];
        for (int i = 0; i < files.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = Path.Combine(directory, files[i].Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            IEnumerable<string> lines = files[i].Records().Select(record => JsonSerializer.Serialize(record, Plain));
            File.WriteAllText(path, files[i].Name.EndsWith(".json", StringComparison.Ordinal) ? $"[\n{string.Join(",\n", lines)}\n]\n" : string.Concat(lines.Select(line => line + "\n")));
            progress.Report((i + 1.0) / (files.Length + 1));
        }

        BytePairTrainer.Train([.. Corpus(Stream(1), TokenizerTexts).Select(text => text.text), .. Enumerable.Repeat(Turns, TokenizerTexts / 10)], VocabSize).Save(Path.Combine(directory, "tokenizer"));
        return Task.CompletedTask;
    }

    private IEnumerable<(string Name, Func<IEnumerable<object>> Records)> Files()
    {
        var world = new SmallWorld(sizes.Seed);
        yield return ("base-text.jsonl", () => Corpus(Stream(1), sizes.BaseTexts));
        yield return ("web-text.jsonl", () => Corpus(Stream(2), sizes.WebTexts));
        yield return ("held-out-text.jsonl", HeldOut);
        yield return ("alpaca_gpt4.json", () => new Instructions(world, Stream(4)).Alpaca(sizes.Records));
        yield return ("open_orca.jsonl", () => new Instructions(world, Stream(5)).Orca(sizes.Records));
        yield return ("math_instruct.jsonl", () => new Instructions(world, Stream(6)).Math(sizes.Records));
        yield return ("ultrafeedback.jsonl", () => new Preferences(world, Stream(7)).Feedback(sizes.Pairs));
        yield return ("math_alignment.jsonl", () => new Preferences(world, Stream(8)).Math(sizes.Pairs));

        foreach (bool isTest in (bool[])[false, true])
        {
            string split = isTest ? "test" : "train";
            int seed = Stream(isTest ? 9 : 10), items = isTest ? sizes.Items : sizes.Items / 2;
            yield return ($"tests/world_questions_{split}.jsonl", () => new TestFiles(world, seed).Questions(isTest, items));
            yield return ($"tests/world_stories_{split}.jsonl", () => new TestFiles(world, seed).Stories(isTest, items));
            yield return ($"tests/world_knowledge_{split}.jsonl", () => new TestFiles(world, seed).Knowledge(isTest, items));
            yield return ($"tests/world_riddles_{split}.jsonl", () => new TestFiles(world, seed).Riddles(isTest, items));
            yield return ($"tests/world_problems_{split}.jsonl", () => new TestFiles(world, seed).Problems(isTest, items));
        }

        yield return ("tests/world_truths_test.jsonl", () => new TestFiles(world, Stream(11)).Truths(sizes.Items));
    }

    // Worlds of neighbouring seeds draw nothing from one stream.
    private int Stream(int file) => unchecked((sizes.Seed * 100) + file);

    // Short portraits are drawn again and again: what stands in a text to learn from is not held out.
    private IEnumerable<TextRecord> HeldOut()
    {
        HashSet<TextRecord> learnt = [.. Corpus(Stream(1), sizes.BaseTexts), .. Corpus(Stream(2), sizes.WebTexts)];
        return Corpus(Stream(3), sizes.HeldOutTexts * 10).Where(text => !learnt.Contains(text)).Distinct().Take(sizes.HeldOutTexts);
    }

    private IEnumerable<TextRecord> Corpus(int seed, int count) => new Corpus(new SmallWorld(sizes.Seed), seed).Write(count).Select(text => new TextRecord(text));

    // The field is called as in every file of texts.
    private sealed record TextRecord(string text);
}

/// <summary>How much there is of the small world.</summary>
/// <param name="Seed">What all of it follows from.</param>
internal sealed record WorldSizes(int Seed = 1)
{
    /// <summary>Texts that the base learns from.</summary>
    public int BaseTexts { get; init; } = 12_000;

    /// <summary>Texts of continued pretraining.</summary>
    public int WebTexts { get; init; } = 6_000;

    /// <summary>Texts that nobody learns from.</summary>
    public int HeldOutTexts { get; init; } = 200;

    /// <summary>Records of each instruction set.</summary>
    public int Records { get; init; } = 1_000;

    /// <summary>Pairs of each preference set.</summary>
    public int Pairs { get; init; } = 400;

    /// <summary>Items of each test.</summary>
    public int Items { get; init; } = 120;
}
