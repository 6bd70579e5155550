using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Solar.Lab.Evaluation;
using Solar.Runtime;
using Solar.Runtime.Text;

namespace SolarPaper.World;

/// <summary>Texts that nobody is trained on, as tokens; what a model is measured by where no test asks it something.</summary>
/// <param name="Ids">Token ids of each, BOS first.</param>
internal sealed record HeldOutTexts(IReadOnlyList<IReadOnlyList<int>> Ids)
{
    // As long as the rows of pretraining.
    private const int Longest = 128;

    /// <summary>Reads them from the small world's files; one that stands in a text to learn from is left out.</summary>
    /// <param name="data">Folder of the files.</param>
    public static HeldOutTexts Read(string data)
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(Path.Combine(data, "tokenizer"));
        HashSet<string> learnt = [.. Texts("base-text.jsonl"), .. Texts("web-text.jsonl")];
        return new([
            .. Texts("held-out-text.jsonl").Where(text => !learnt.Contains(text))
                .Select(text => (IReadOnlyList<int>)[.. tokenizer.Encode(text, addBos: true).Take(Longest)]),
        ]);

        IEnumerable<string> Texts(string file) =>
            File.ReadLines(Path.Combine(data, file)).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("text").GetString()!);
    }

    /// <summary>Tells other texts from these.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Ids.Select(ids => string.Join(' ', ids))))));

    /// <summary>The mean loss of each text, nats a token.</summary>
    public double[] Losses(ICausalLanguageModel model) => [.. Ids.Select(ids => TokenLoss.Mean(model, ids))];
}
