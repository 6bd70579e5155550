namespace Solar.Lab.Inspection;

/// <summary>Whose hidden states are compared.</summary>
public enum MeasuredTokens
{
    /// <summary>That of each text's last token, which has seen all others: as Gromov et al. 2024 (arXiv 2403.17887, section 3.2) measure.</summary>
    Last,

    /// <summary>
    /// Those of all tokens, each counting once. More figures from fewer texts; but the first token, whose states are long and change little in many
    /// models, draws the mean towards zero.
    /// </summary>
    All,
}
