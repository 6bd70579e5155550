using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Training.Preferences;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Data;

/// <summary>Makes forward passes of preferences: their tokens, and what the reference model says of them.</summary>
/// <param name="rows">The pairs, or single answers.</param>
/// <param name="maxLength">Tokens of a prompt with an answer at most.</param>
internal sealed class PreferenceSource(PreferenceRows rows, int maxLength) : IDisposable
{
    /// <summary>The pairs, or single answers.</summary>
    public PreferenceRows Rows { get; } = rows;

    /// <summary>How long each row is.</summary>
    public IReadOnlyList<PreferenceLength> Lengths { get; } = [.. Enumerable.Range(0, rows.Count).Select(row => PreferenceLength.Of(rows[row]))];

    /// <summary>What the reference says of each row, in both its answers; null before that is known, and for objectives without a reference.</summary>
    public ReferenceLogProbs? Reference { get; set; }

    /// <summary>Tokens of all rows.</summary>
    public long TokenCount => Lengths.Sum(length => (long)length.Tokens);

    /// <summary>Makes a forward pass.</summary>
    /// <param name="batch">The step that it is a part of.</param>
    /// <param name="pass">Its rows.</param>
    /// <param name="device">Where its tensors are made.</param>
    public PreferenceMicroBatch Make(PreferenceBatch batch, int[] pass, Device device)
    {
        PreferencePair[] pairs = [.. pass.Select(row => Rows[row])];
        if (!Rows.IsLabelled)
        {
            return Pad(
                batch, [.. pairs.Select(pair => (pair.Prompt, pair.Chosen)), .. pairs.Select(pair => (pair.Prompt, pair.Rejected))], pass, device,
                Reference?.Of(pass, device, isPaired: true));
        }

        return Pad(
            batch, [.. pairs.Select(pair => (pair.Prompt, pair.Chosen))], pass, device, Reference?.Of(pass, device, isPaired: false),
            isDesirable: tensor(pairs.Select(pair => pair.Label ?? true).ToArray(), device: device),
            mismatched: Pad(batch, [.. pass.Select(Mismatched)], pass, device, Reference?.OfMismatched(pass, device)));
    }

    /// <inheritdoc/>
    public void Dispose() => Rows.Dispose();

    // Of the data, and not of the pass: what the reference says of it is known beforehand.
    private (IReadOnlyList<int> Prompt, IReadOnlyList<int> Answer) Mismatched(int row) =>
        (Rows[row].Prompt, Rows[AnswerLogProbs.Mismatched(row, Rows.Count)].Chosen);

    private PreferenceMicroBatch Pad(
        PreferenceBatch batch, (IReadOnlyList<int> Prompt, IReadOnlyList<int> Answer)[] texts, int[] pass, Device device,
        Tensor? reference, Tensor? isDesirable = null, PreferenceMicroBatch? mismatched = null)
    {
        int length = texts.Max(text => Math.Min(maxLength, text.Prompt.Count + text.Answer.Count));
        long[] ids = new long[texts.Length * length], labels = new long[ids.Length];
        Array.Fill(labels, Losses.IgnoreIndex);
        for (int i = 0; i < texts.Length; i++)
        {
            (IReadOnlyList<int> prompt, IReadOnlyList<int> answer) = texts[i];
            int start = i * length, kept = Math.Min(length, prompt.Count + answer.Count);
            for (int at = 0; at < kept; at++)
            {
                ids[start + at] = at < prompt.Count ? prompt[at] : answer[at - prompt.Count];
                labels[start + at] = at < prompt.Count ? Losses.IgnoreIndex : ids[start + at];
            }
        }

        long[] shape = [texts.Length, length];
        return new PreferenceMicroBatch(batch, tensor(ids, shape, device: device), tensor(labels, shape, device: device), pass)
        {
            Reference = reference,
            IsDesirable = isDesirable,
            Mismatched = mismatched,
        };
    }
}

/// <summary>How long a row of preferences is.</summary>
/// <param name="Tokens">Tokens that go through the model: the prompt once for each answer.</param>
/// <param name="ChosenTokens">Tokens of the better answer, or of a wanted one; 0 for an unwanted one.</param>
internal readonly record struct PreferenceLength(int Tokens, int ChosenTokens)
{
    public static PreferenceLength Of(PreferencePair pair) => pair.Label is { } isWanted
        ? new(pair.Prompt.Count + pair.Chosen.Count, isWanted ? pair.Chosen.Count : 0)
        : new((2 * pair.Prompt.Count) + pair.Chosen.Count + pair.Rejected.Count, pair.Chosen.Count);
}
