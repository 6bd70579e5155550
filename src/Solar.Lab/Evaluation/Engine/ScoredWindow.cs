namespace Solar.Lab.Evaluation.Engine;

/// <summary>Tokens of which the last ones are predicted, each from all before it.</summary>
/// <param name="Owner">Number of the request that it belongs to.</param>
/// <param name="Tokens">The tokens; the model is fed all but the last.</param>
/// <param name="Scored">How many of the last ones are predicted, 1 at least and fewer than there are tokens.</param>
/// <param name="Lost">How many tokens were left out before the first.</param>
/// <param name="IsCut">Whether some of them should have been predicted.</param>
internal readonly record struct ScoredWindow(int Owner, int[] Tokens, int Scored, int Lost = 0, bool IsCut = false)
{
    /// <summary>Number of tokens that the model is fed.</summary>
    public int InputLength => Tokens.Length - 1;

    /// <summary>First of the positions whose logits are needed.</summary>
    public int From => InputLength - Scored;
}
