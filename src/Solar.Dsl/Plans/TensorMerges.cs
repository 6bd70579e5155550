using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Plans;

/// <summary>
/// Resolves a merge tensor by tensor. A parameter is looked for in the source of the slice, the slice, the input, the merge, and at last
/// among the method's defaults; in each place the first setting whose filter fits counts.
/// </summary>
/// <remarks>
/// A gradient runs over the layers of its slice, or of the whole merge where it has no slices. What lies before the layers takes its
/// first value, what lies behind them its last. (mergekit gives final norm and head the first value, too.)
/// </remarks>
internal sealed class TensorMerges(MergeRecipe recipe)
{
    private readonly MergeMethod? _method = recipe.FindMethod();

    public IEnumerable<TensorMerge> Of(IEnumerable<string> names)
    {
        bool isBehind = false;
        foreach (string name in names)
        {
            int? layer = LayerOf(name);
            isBehind |= layer is not null;
            yield return layer is { } number ? OfLayer(name, number) : Outside(name, isBehind);
        }
    }

    /// <summary>The layer of a tensor: the first part of its name that is a number; null outside the layers.</summary>
    public static int? LayerOf(string name)
    {
        foreach (string part in name.Split('.'))
        {
            if (part.Length > 0 && part.All(c => c is >= '0' and <= '9')
                && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int layer))
            {
                return layer;
            }
        }

        return null;
    }

    /// <summary>The same tensor of another layer.</summary>
    public static string WithLayer(string name, int layer)
    {
        string[] parts = name.Split('.');
        int index = Array.FindIndex(parts, part => part.Length > 0 && part.All(c => c is >= '0' and <= '9'));
        parts[index] = layer.ToString(CultureInfo.InvariantCulture);
        return string.Join(".", parts);
    }

    private TensorMerge OfLayer(string name, int layer)
    {
        if (layer >= recipe.LayerCount)
        {
            throw new ArgumentException($"'{name}' is no tensor of a merge of {recipe.LayerCount} layers.", nameof(name));
        }

        if (recipe.Slices.Count == 0)
        {
            return Merge(name, null, Position(layer, recipe.LayerCount), _ => name, name);
        }

        int first = 0;
        foreach (MergeRecipeSlice slice in recipe.Slices)
        {
            int within = layer - first;
            if (within < slice.Count)
            {
                return Merge(
                    name, slice, Position(within, slice.Count), input => WithLayer(name, slice.Sources[input].Start + within),
                    WithLayer(name, slice.BaseStart + within));
            }

            first += slice.Count;
        }

        throw new ArgumentException($"No slice makes '{name}'.", nameof(name));
    }

    private TensorMerge Outside(string name, bool isBehind)
    {
        MergeRecipeSlice? slice = recipe.Slices.Count == 0 ? null : recipe.Slices[isBehind ? recipe.Slices.Count - 1 : 0];
        return Merge(name, slice, isBehind ? 1 : 0, _ => name, name);
    }

    private TensorMerge Merge(string name, MergeRecipeSlice? slice, double position, Func<int, string> tensor, string baseTensor)
    {
        var inputs = new List<TensorMergeInput>();
        for (int i = 0; i < recipe.Inputs.Count; i++)
        {
            if (slice is null || slice.Sources[i].TakesPart)
            {
                inputs.Add(new TensorMergeInput(recipe.Inputs[i].Source, tensor(i)) { Parameters = OfInput(name, slice, position, i) });
            }
        }

        return new TensorMerge(name, inputs.ToEquatableArray())
        {
            Base = recipe.Base is { } source ? new TensorMergeInput(source, baseTensor) : null,
            Parameters = Values(name, position, Keys(isPerModel: false), [slice?.Parameters ?? default, recipe.Parameters]),
        };
    }

    private EquatableArray<MergeValue> OfInput(string name, MergeRecipeSlice? slice, double position, int input) => Values(
        name, position, Keys(isPerModel: true),
        [slice?.Sources[input].Parameters ?? default, slice?.Parameters ?? default, recipe.Inputs[input].Parameters, recipe.Parameters]);

    // Our methods know their parameters; those of a user's own method are the ones that were written.
    private IEnumerable<(string Name, double? Default, bool IsRequired)> Keys(bool isPerModel)
    {
        if (_method is { } method)
        {
            return method.Keys.Where(key => key.IsPerModel == isPerModel).Select(key => (key.Name, key.DefaultNumber, key.IsRequired));
        }

        IEnumerable<MergeParameter> written = isPerModel
            ? recipe.Inputs.SelectMany(input => input.Parameters)
                .Concat(recipe.Slices.SelectMany(slice => slice.Sources).SelectMany(source => source.Parameters))
            : recipe.Parameters.Concat(recipe.Slices.SelectMany(slice => slice.Parameters));
        return written.Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal).OrderBy(key => key, StringComparer.Ordinal)
            .Select(key => (key, (double?)null, IsRequired: false));
    }

    private EquatableArray<MergeValue> Values(
        string tensor, double position, IEnumerable<(string Name, double? Default, bool IsRequired)> keys, EquatableArray<MergeParameter>[] places)
    {
        var values = new List<MergeValue>();
        foreach ((string name, double? whenUnset, bool isRequired) in keys)
        {
            double? value = places
                .Select(place => place.FirstOrDefault(parameter => parameter.Name == name)?.Value(tensor, position))
                .FirstOrDefault(found => found is not null) ?? whenUnset;
            if (value is { } number)
            {
                values.Add(new MergeValue(name, number));
            }
            else if (isRequired)
            {
                throw new MergeParameterException(name, recipe.Method, tensor);
            }
        }

        return values.ToEquatableArray();
    }

    // A slice of one layer has no way to run over: the last value counts, as in mergekit.
    private static double Position(int layer, int count) => count == 1 ? 1 : (double)layer / (count - 1);
}
