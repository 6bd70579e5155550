using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Checkpoints.Lora;
using Solar.Validation;

namespace Solar.Runtime.Training.Lora;

/// <summary>What low-rank adapters are like: W + scale · B · A (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021).</summary>
public sealed record LoraSettings
{
    private const string AllLinear = "all-linear";

    /// <summary>r: rows of A and columns of B.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>α, of which the scale is made.</summary>
    public double Alpha { get; init; } = 8;

    /// <summary>Share of the inputs that are dropped in training mode.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// The linear maps that have adapters: names, whole or from behind a dot, or whole names with <c>*</c> for any run of characters. None, or
    /// <c>all-linear</c>, for all but those that the model itself holds: its head.
    /// </summary>
    public IReadOnlyList<string> TargetModules { get; init; } = [];

    /// <summary>Whether the scale is α / √r, and not α / r (Kalajdzievski, "A Rank Stabilization Scaling Factor for Fine-Tuning with LoRA", 2023).</summary>
    public bool IsRankStabilized { get; init; }

    /// <summary>What B · A is multiplied by.</summary>
    public double Scale => Alpha / (IsRankStabilized ? Math.Sqrt(Rank) : Rank);

    /// <summary>The settings of a run; null where it trains the weights themselves.</summary>
    internal static LoraSettings? Of(TrainingOptions options) => options.LoraR == 0 ? null : new LoraSettings
    {
        Rank = options.LoraR,
        Alpha = options.LoraAlpha,
        Dropout = options is AlignTuneOptions ? 0 : options.LoraDropout,
        TargetModules = options.LoraTargetModules,
        IsRankStabilized = options.UseRslora,
    };

    /// <summary>Whether all linear maps are meant.</summary>
    private bool IsAll => TargetModules.Count == 0 || TargetModules.Contains(AllLinear);

    /// <summary>Whether a linear map of this name has an adapter.</summary>
    internal bool IsTarget(string module) => (IsAll && module.Contains('.', StringComparison.Ordinal)) || TargetModules.Any(target => Fits(target, module));

    /// <summary>The targets that none of these modules is.</summary>
    internal IEnumerable<string> WithoutModule(IReadOnlyCollection<string> modules) =>
        TargetModules.Where(target => target != AllLinear && !modules.Any(module => Fits(target, module)));

    private static bool Fits(string target, string module) =>
        target.Contains('*', StringComparison.Ordinal) ? NamePattern.Matches(target, module) : ModuleNames.EndsWith(module, target);
}
