using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>Which layers of a checkpoint a plan leaves out as a whole.</summary>
internal sealed class UnusedLayers
{
    private readonly HashSet<(string Prefix, int Layer)> _whole = [];

    /// <summary>Compares the layers that are used with those that are not.</summary>
    /// <param name="used">Names of the source's tensors that are copied.</param>
    /// <param name="unused">Names of its other tensors.</param>
    /// <param name="layerCount">How many layers the source has; null where nobody says it.</param>
    public UnusedLayers(IEnumerable<string> used, IEnumerable<string> unused, int? layerCount)
    {
        ILookup<(string Prefix, int Layer), string> usedLayers = ByLayer(used);
        foreach (IGrouping<(string Prefix, int Layer), string> layer in ByLayer(unused))
        {
            // Whole is what has the tensors of a layer that is used, while none of its own is used. Layers may be of several kinds.
            if (!usedLayers.Contains(layer.Key)
                && (layerCount is not { } count || layer.Key.Layer < count)
                && layer.ToHashSet(StringComparer.Ordinal) is var own
                && usedLayers.Any(other => other.Key.Prefix == layer.Key.Prefix && own.SetEquals(other)))
            {
                _whole.Add(layer.Key);
            }
        }
    }

    /// <summary>Whether a tensor belongs to a layer that is left out as a whole.</summary>
    public bool Contains(string tensor) => Parse(tensor) is { } name && _whole.Contains((name.Prefix, name.Layer));

    /// <summary>Whether a tensor belongs to no layer.</summary>
    public static bool IsOutside(string tensor) => Parse(tensor) is null;

    private static ILookup<(string Prefix, int Layer), string> ByLayer(IEnumerable<string> names) => names
        .Select(Parse)
        .OfType<(string Prefix, int Layer, string Suffix)>()
        .ToLookup(name => (name.Prefix, name.Layer), name => name.Suffix);

    /// <summary>A name taken apart at its layer, the first part that is a number: true of every Hugging Face family. Null without one.</summary>
    private static (string Prefix, int Layer, string Suffix)? Parse(string name)
    {
        string[] parts = name.Split('.');
        for (int i = 1; i < parts.Length - 1; i++)
        {
            if (int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out int layer))
            {
                return (string.Join('.', parts[..i]), layer, string.Join('.', parts[(i + 1)..]));
            }
        }

        return null;
    }
}
