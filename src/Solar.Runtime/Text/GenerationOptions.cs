using System;

namespace Solar.Runtime.Text;

/// <summary>How the next token is chosen, and when to stop. Names as in Hugging Face's GenerationConfig.</summary>
public sealed record GenerationOptions
{
    /// <summary>Greatest number of tokens after the prompt.</summary>
    public int MaxNewTokens { get; init; } = 128;

    /// <summary>0 takes the most likely token; 1 draws from the model's own distribution; more flattens it.</summary>
    public double Temperature { get; init; }

    /// <summary>Draws among this many most likely tokens; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Draws among the fewest most likely tokens that have this share of the probability together; 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Seed of the draws; equal seeds give equal texts.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the end token ends the text.</summary>
    public bool StopAtEos { get; init; } = true;

    /// <exception cref="ArgumentException">A value is outside of its range; the message names it.</exception>
    internal void Check()
    {
        Require(MaxNewTokens > 0, nameof(MaxNewTokens), MaxNewTokens, "at least 1");
        Require(Temperature >= 0 && double.IsFinite(Temperature), nameof(Temperature), Temperature, "0 or more, and finite");
        Require(TopK >= 0, nameof(TopK), TopK, "0 or more");
        Require(TopP is > 0 and <= 1, nameof(TopP), TopP, "above 0 and at most 1");
    }

    private static void Require(bool isMet, string name, object value, string range)
    {
        if (!isMet)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} is {value}, it has to be {range}"));
        }
    }
}
