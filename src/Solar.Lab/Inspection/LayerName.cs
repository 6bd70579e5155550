using System.Globalization;

namespace Solar.Lab.Inspection;

/// <summary>A tensor's name taken apart at its layer.</summary>
/// <param name="Prefix">What stands before the layer's number, such as <c>model.layers</c>.</param>
/// <param name="Layer">The layer's number.</param>
/// <param name="Suffix">What stands behind it, such as <c>mlp.up_proj.weight</c>.</param>
internal readonly record struct LayerName(string Prefix, int Layer, string Suffix)
{
    // A damaged file may name layer 2,000,000,000; no model is so deep, and a table of layers is made of these numbers.
    private const int Deepest = 10_000;

    /// <summary>Reads a name; the layer is its first part that is a number, as in every Hugging Face family. Null without one.</summary>
    public static LayerName? Parse(string name)
    {
        string[] parts = name.Split('.');
        for (int i = 1; i < parts.Length - 1; i++)
        {
            if (int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out int layer) && layer < Deepest)
            {
                return new LayerName(string.Join('.', parts[..i]), layer, string.Join('.', parts[(i + 1)..]));
            }
        }

        return null;
    }
}
