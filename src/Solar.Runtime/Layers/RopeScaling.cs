using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>How rotary wavelengths are stretched for contexts longer than those of the original training.</summary>
/// <remarks>Names and meaning as in the <c>rope_scaling</c> of Hugging Face's config.json; formulas of transformers 4.46.</remarks>
public abstract record RopeScaling
{
    private protected RopeScaling()
    {
    }

    /// <summary>What cosines and sines are multiplied by.</summary>
    internal virtual double AttentionFactor => 1;

    /// <summary>All wavelengths are stretched alike: position interpolation.</summary>
    /// <param name="factor">By how much.</param>
    public static RopeScaling Linear(double factor) => new LinearScaling(factor);

    /// <summary>Llama 3.1: long wavelengths are stretched, short ones kept, those between interpolated smoothly.</summary>
    /// <param name="factor">By how much the long ones are stretched.</param>
    /// <param name="lowFreqFactor">Wavelengths above <paramref name="originalMaxPositions"/> divided by this are long.</param>
    /// <param name="highFreqFactor">Wavelengths below <paramref name="originalMaxPositions"/> divided by this are short.</param>
    /// <param name="originalMaxPositions">The context of the original training.</param>
    public static RopeScaling Llama3(double factor, double lowFreqFactor, double highFreqFactor, int originalMaxPositions) =>
        new Llama3Scaling(factor, lowFreqFactor, highFreqFactor, originalMaxPositions);

    /// <summary>
    /// Dynamic NTK: sequences longer than the declared maximum have a greater base, the longer the greater; up to
    /// <paramref name="factor"/> times that maximum are taken. Which base a pass has depends on its own length alone.
    /// </summary>
    /// <param name="factor">By how much wavelengths are stretched where the sequence is as much longer.</param>
    public static RopeScaling Dynamic(double factor) => new DynamicScaling(factor);

    /// <summary>YaRN (Peng et al., 2023): features that turn often are kept, those that turn seldom are stretched, with a ramp between.</summary>
    /// <param name="factor">By how much those that turn seldom are stretched.</param>
    /// <param name="originalMaxPositions">The context over which turns are counted; transformers 4.46 takes max_position_embeddings.</param>
    /// <param name="attentionFactor">What cosines and sines are multiplied by; null for 0.1 · ln(factor) + 1.</param>
    /// <param name="betaFast">Features that turn more often than this over the context are kept.</param>
    /// <param name="betaSlow">Features that turn less often than this over the context are stretched in full.</param>
    public static RopeScaling Yarn(
        double factor, int originalMaxPositions, double? attentionFactor = null, double betaFast = 32, double betaSlow = 1) =>
        new YarnScaling(factor, originalMaxPositions, attentionFactor ?? ((0.1 * Math.Log(factor)) + 1), betaFast, betaSlow);

    /// <summary>LongRoPE as Phi-3 has it: a factor for each wavelength, one list for sequences up to the original context, one for longer.</summary>
    /// <param name="shortFactors">Factors up to the original context, as many as a head has pairs of turning features.</param>
    /// <param name="longFactors">Factors beyond it, as many.</param>
    /// <param name="originalMaxPositions">The context of the original training.</param>
    /// <param name="factor">The declared context divided by the original one.</param>
    /// <param name="attentionFactor">
    /// What cosines and sines are multiplied by; null for √(1 + ln(factor) / ln(originalMaxPositions)), or 1 where the factor is not above 1.
    /// </param>
    public static RopeScaling LongRope(
        IReadOnlyList<double> shortFactors,
        IReadOnlyList<double> longFactors,
        int originalMaxPositions,
        double factor,
        double? attentionFactor = null) =>
        new LongRopeScaling(
            shortFactors,
            longFactors,
            originalMaxPositions,
            attentionFactor ?? (factor <= 1 ? 1 : Math.Sqrt(1 + (Math.Log(factor) / Math.Log(originalMaxPositions)))));

    /// <summary>Which frequencies a pass needs; passes of one regime share them, and 0 is that of sequences within the declared maximum.</summary>
    /// <param name="positions">Greatest position of the pass, plus one.</param>
    /// <param name="total">Number of its keys.</param>
    /// <param name="maxPositions">The declared maximum.</param>
    internal virtual long Regime(long positions, long total, int maxPositions) => 0;

    /// <summary>The greatest number of positions that it makes of the declared maximum.</summary>
    internal virtual int Reach(int maxPositions) => maxPositions;

    /// <summary>Turn of each pair of features per position, float32 [rotaryDim / 2], on the CPU.</summary>
    /// <param name="wavelengths">The wavelengths.</param>
    /// <param name="regime">What <see cref="Regime"/> said.</param>
    internal abstract Tensor Frequencies(RopeWavelengths wavelengths, long regime);
}
