using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation;
using Solar.Runtime;
using Solar.Runtime.Text;

namespace SolarPaper.Recovery;

/// <summary>Texts of the base's own: drawn at temperature 1, each from a begin token on.</summary>
internal static class SampledTexts
{
    // One row of a stage, its begin token among them.
    private const int Length = 256;

    /// <summary>Draws texts and writes them as JSON lines.</summary>
    public static string[] Write(ICausalLanguageModel model, SentencePieceTokenizer tokenizer, string file, int count, ulong seed)
    {
        string[] texts = [.. TokenGenerator.Sample(model, count, tokenizer.BosId, tokenizer.EosId, Length - 1, seed).Select(tokenizer.Decode)];
        File.WriteAllLines(file, texts.Select(text => JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = text })));
        return texts;
    }

    /// <summary>Mean loss of a token over all texts, as the evaluation of a stage measures it.</summary>
    public static double Loss(ICausalLanguageModel model, SentencePieceTokenizer tokenizer, IEnumerable<string> texts)
    {
        double sum = 0;
        long targets = 0;
        foreach (string text in texts)
        {
            IReadOnlyList<int> ids = tokenizer.Encode(text, addBos: true);
            ids = ids.Count > Length ? [.. ids.Take(Length)] : ids;
            if (ids.Count > 1)
            {
                sum += TokenLoss.Mean(model, ids) * (ids.Count - 1);
                targets += ids.Count - 1;
            }
        }

        return sum / Math.Max(1, targets);
    }
}
