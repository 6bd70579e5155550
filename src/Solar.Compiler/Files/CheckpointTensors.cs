using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Compiler.Reading;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;

namespace Solar.Compiler.Files;

/// <summary>A tensor of a checkpoint, as far as its file tells.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dtype">Its data type as safetensors writes it, such as <c>BF16</c>; null where the file does not say.</param>
/// <param name="Shape">Its shape; null where the file does not say.</param>
internal sealed record FoundTensor(string Name, string? Dtype, EquatableArray<long>? Shape);

/// <summary>
/// Reads what tensors a checkpoint has, out of the index of a sharded one (<c>weight_map</c>: names alone), out of a tensor list, which is the JSON header
/// of a safetensors file or several in one, or out of a manifest that holds such a list as <c>tensors</c>.
/// </summary>
internal static class CheckpointTensors
{
    private const string Metadata = "__metadata__";

    /// <summary>The tensors; null where the file is none of these.</summary>
    public static IReadOnlyList<FoundTensor>? Read(YamlMapping root)
    {
        if (Mapping(root, "weight_map") is { } index)
        {
            return [.. index.Entries.Select(entry => new FoundTensor(entry.Key.Value, null, null))];
        }

        List<YamlEntry> list = (Mapping(root, "tensors") ?? root).Entries.FindAll(entry => entry.Key.Value != Metadata);
        return list.Count > 0 && list.TrueForAll(entry => entry.Value is YamlMapping tensor && tensor.Entries.Exists(e => e.Key.Value == "shape"))
            ? [.. list.Select(Tensor)]
            : null;
    }

    private static FoundTensor Tensor(YamlEntry entry)
    {
        var fields = (YamlMapping)entry.Value;
        string? dtype = fields.Entries.Find(e => e.Key.Value == "dtype").Value is YamlScalar { IsNull: false } written ? written.Value : null;
        return new FoundTensor(entry.Key.Value, dtype, Shape(fields.Entries.Find(e => e.Key.Value == "shape").Value));
    }

    private static EquatableArray<long>? Shape(YamlNode node)
    {
        var sizes = new List<long>();
        foreach (YamlNode item in node is YamlList list ? list.Items : [])
        {
            if (!ScalarReader.TryReadInteger(item, out long size))
            {
                return null;
            }

            sizes.Add(size);
        }

        return sizes.ToEquatableArray();
    }

    /// <summary>The mapping under a key, or null.</summary>
    public static YamlMapping? Mapping(YamlMapping root, string key) => root.Entries.Find(entry => entry.Key?.Value == key).Value as YamlMapping;

    /// <summary>The scalar under a key, or null.</summary>
    public static YamlScalar? Scalar(YamlMapping root, string key) =>
        root.Entries.Find(entry => entry.Key?.Value == key).Value is YamlScalar { IsNull: false } scalar ? scalar : null;

    /// <summary>A name with <c>*</c> in the place of each number: the tensors of all layers have one.</summary>
    public static string Pattern(string name) => string.Join(".", name.Split('.').Select(part => IsNumber(part) ? "*" : part));

    /// <summary>The layer that a name tells of, which is its first number; -1 for none.</summary>
    public static int Layer(string name) =>
        name.Split('.').FirstOrDefault(IsNumber) is { } layer && int.TryParse(layer, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;

    private static bool IsNumber(string part) => part.Length > 0 && part.All(c => c is >= '0' and <= '9');
}
