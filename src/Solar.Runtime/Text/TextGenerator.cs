using System;
using System.Collections.Generic;

namespace Solar.Runtime.Text;

/// <summary>Lets a model go on with a text.</summary>
public static class TextGenerator
{
    /// <summary>Generates text after a prompt, greedily where the temperature is 0.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer; the begin token is put in front where it says so.</param>
    /// <param name="prompt">The text to go on with; empty where the tokenizer adds a begin token.</param>
    /// <param name="options">How tokens are chosen; null for 128 greedy tokens.</param>
    /// <param name="onText">Called with each new piece of text, whole characters only.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">The prompt is empty or longer than the model's positions, or an option is outside of its range.</exception>
    public static GeneratedText Generate(
        ICausalLanguageModel model, ITextTokenizer tokenizer, string prompt, GenerationOptions? options = null, Action<string>? onText = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        options ??= new GenerationOptions();
        IReadOnlyList<int> promptIds = tokenizer.Encode(prompt, tokenizer.AddsBos);
        ContinuationText text = new(tokenizer, promptIds);

        bool isComplete = false;
        foreach (int id in TokenGenerator.Stream(model, promptIds, options with { StopAtEos = false }))
        {
            // Here and not in the stream, which cannot tell the end token from tokens that ran out.
            if (options.StopAtEos && id == tokenizer.EosId)
            {
                isComplete = true;
                break;
            }

            if (text.Add(id) is { Length: > 0 } piece)
            {
                onText?.Invoke(piece);
            }
        }

        if (text.Finish() is { Length: > 0 } rest)
        {
            onText?.Invoke(rest);
        }

        return new GeneratedText(prompt, text.Whole, text.Ids, isComplete);
    }

    /// <summary>The text that ids add to a prompt. Decoded together with it: alone, the first piece would lose its space.</summary>
    private sealed class ContinuationText(ITextTokenizer tokenizer, IReadOnlyList<int> promptIds)
    {
        private readonly List<int> _all = [.. promptIds];
        private readonly int _start = tokenizer.Decode(promptIds).Length;
        private int _told;

        public string Whole { get; private set; } = string.Empty;

        public IReadOnlyList<int> Ids => _all.GetRange(promptIds.Count, _all.Count - promptIds.Count);

        /// <summary>The new whole characters: a character of several bytes is held back until all its tokens are there.</summary>
        public string Add(int id)
        {
            _all.Add(id);
            string decoded = tokenizer.Decode(_all);
            Whole = decoded.Length > _start ? decoded[_start..] : string.Empty;
            int whole = Whole.TrimEnd('\uFFFD').Length;
            return Tell(whole);
        }

        public string Finish() => Tell(Whole.Length);

        private string Tell(int upTo)
        {
            if (upTo <= _told)
            {
                return string.Empty;
            }

            string piece = Whole[_told..upTo];
            _told = upTo;
            return piece;
        }
    }
}
