using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Refuses sizes that no machine holds, before anything is counted, listed or emitted: they are slips of the keyboard.</summary>
public static class SizeRules
{
    /// <summary>The greatest depth of a model, far above any that was trained.</summary>
    public const int MaximumLayers = 10_000;

    /// <summary>The greatest number of experts of a layer.</summary>
    public const int MaximumExperts = 1024;

    /// <summary>The greatest number of tensors, which are listed one by one.</summary>
    public const int MaximumTensors = 1_000_000;

    /// <summary>The greatest number of parameters: a petabyte of weights.</summary>
    public const long MaximumParameters = 1_000_000_000_000_000;

    /// <summary>Whether a depth can be built; false (reported) where not. To be asked before a map of that depth is made.</summary>
    /// <param name="layers">Number of layers.</param>
    /// <param name="element">The element that asks for them.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool CheckDepth(double layers, string element, Report report)
    {
        if (layers <= MaximumLayers)
        {
            return true;
        }

        report(Rules.NumberOutOfRange, element, "the number of layers", Text(layers), $"at most {Text(MaximumLayers)}");
        return false;
    }

    /// <summary>Whether an architecture can be built; false (reported) where not.</summary>
    /// <param name="spec">The architecture, of a depth that was checked.</param>
    /// <param name="element">The element that declares it.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(DecoderSpec spec, string element, Report report)
    {
        if (!CheckDepth(spec.NumHiddenLayers, element, report))
        {
            return false;
        }

        double tensors = (double)spec.LayerKinds.Max(kind => TensorCatalog.KindTensors(spec, kind).Count) * spec.NumHiddenLayers;
        if (tensors > MaximumTensors)
        {
            report(Rules.NumberOutOfRange, element, "the number of tensors", Text(tensors), $"at most {Text(MaximumTensors)}");
            return false;
        }

        // In floating point, since whole numbers may be too small for it.
        double greatest = spec.LayerKinds.Max(kind => Sum(TensorCatalog.KindTensors(spec, kind)));
        double parameters = (greatest * spec.NumHiddenLayers) + Sum(TensorCatalog.Below(spec)) + Sum(TensorCatalog.Above(spec));
        if (parameters <= MaximumParameters)
        {
            return true;
        }

        report(Rules.NumberOutOfRange, element, "the number of parameters", Text(parameters), $"at most {Text(MaximumParameters)}");
        return false;
    }

    private static double Sum(IEnumerable<TensorSpec> tensors) =>
        tensors.Sum(tensor => tensor.Shape.Aggregate(1.0, (product, size) => product * size));

    private static string Text(double number) => number.ToString(number < 1e18 ? "N0" : "0.##e+0", CultureInfo.InvariantCulture);
}
