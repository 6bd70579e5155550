namespace Solar;

/// <summary>What an alignment minimises, by the names of TRL (1.10); with Δ the policy's log-ratio of chosen to rejected beyond the reference's.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum PreferenceLoss
{
    /// <summary><c>sigmoid</c>: −log σ(βΔ), direct preference optimisation (Rafailov et al., 2023).</summary>
    Sigmoid,

    /// <summary><c>hinge</c>: max(0, 1 − βΔ) (SLiC, Zhao et al., 2023).</summary>
    Hinge,

    /// <summary><c>ipo</c>: (Δ per token − 1/(2β))² (Azar et al., 2023).</summary>
    Ipo,

    /// <summary><c>robust</c>: sigmoid, unbiased where a known share of the labels is wrong (Chowdhury et al., 2024).</summary>
    Robust,

    /// <summary><c>exo_pair</c>: the reverse divergence of the pair's preference (Ji et al., 2024).</summary>
    ExoPair,

    /// <summary><c>nca_pair</c>: noise-contrastive alignment (Chen et al., 2024).</summary>
    NcaPair,

    /// <summary><c>sppo_hard</c>: self-play preference optimisation with hard labels (Wu et al., 2024).</summary>
    SppoHard,

    /// <summary><c>apo_zero</c>: raises the chosen answer and lowers the rejected one (D'Oosterlinck et al., 2024).</summary>
    ApoZero,

    /// <summary><c>apo_down</c>: lowers both, the rejected one more (D'Oosterlinck et al., 2024).</summary>
    ApoDown,

    /// <summary><c>simpo</c>: sigmoid of log-probabilities per token with a margin, without a reference (Meng et al., 2024).</summary>
    Simpo,

    /// <summary><c>orpo</c>: the likelihood of the chosen answer and the odds ratio of both, without a reference (Hong et al., 2024).</summary>
    Orpo,

    /// <summary><c>kto_pair</c>: Kahneman-Tversky optimisation of pairs, as in TRL 0.8 (Ethayarajh et al., 2024).</summary>
    KtoPair,

    /// <summary><c>kto</c>: Kahneman-Tversky optimisation of single answers that are wanted or not (Ethayarajh et al., 2024).</summary>
    Kto,

    /// <summary><c>sft</c>: cross-entropy of the chosen answer, beside another loss.</summary>
    Sft,
}
