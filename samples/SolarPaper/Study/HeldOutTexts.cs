using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation;
using Solar.Runtime;
using Solar.Runtime.Text;

namespace SolarPaper.Study;

/// <summary>Texts that nobody is trained on, as tokens; what a model is measured by where no test asks it something.</summary>
/// <param name="Ids">Token ids of each, BOS first.</param>
internal sealed record HeldOutTexts(IReadOnlyList<IReadOnlyList<int>> Ids)
{
    // As long as the rows of pretraining.
    private const int Longest = 128;

    /// <summary>Reads them from the small world's files.</summary>
    /// <param name="data">Folder of the files.</param>
    public static HeldOutTexts Read(string data)
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(Path.Combine(data, "tokenizer"));
        return new([
            .. File.ReadLines(Path.Combine(data, "held-out-text.jsonl"))
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("text").GetString()!)
                .Select(text => (IReadOnlyList<int>)[.. tokenizer.Encode(text, addBos: true).Take(Longest)]),
        ]);
    }

    /// <summary>The mean loss of each text, nats a token.</summary>
    public double[] Losses(ICausalLanguageModel model) => [.. Ids.Select(ids => TokenLoss.Mean(model, ids))];
}
