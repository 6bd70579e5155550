using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Files;

/// <summary>Compares one model with one file of a checkpoint, whatever kind of file it is.</summary>
internal sealed class FileComparison(ModelPlan plan, ProgramFile file, string written, string element, Report report, List<Finding> findings)
{
    private readonly string _model = plan.Declaration.Name.Name;
    private readonly EquatableArray<string> _ignore = plan.Declaration.CheckAgainst!.Ignore;

    /// <summary>Reports where the two differ.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        YamlTree tree = YamlTreeReader.Read(new SourceFile(file.Path, file.Text), cancellationToken);
        if (tree.SyntaxError is not null || tree.Problems.Count > 0 || tree.Root is not YamlMapping root)
        {
            Incomparable("it cannot be read as JSON");
        }
        else if (CheckpointTensors.Scalar(root, "model_type") is not null)
        {
            var config = new ConfigComparison(plan, file, written, element, report);
            findings.AddRange(config.Run(cancellationToken));
        }
        else if (CheckpointTensors.Scalar(root, "format_version") is not null)
        {
            CompareManifest(root);
        }
        else if (CheckpointTensors.Read(root) is { } tensors)
        {
            CompareTensors(tensors);
        }
        else
        {
            Incomparable("it is neither a config.json, an index, a tensor list nor a manifest");
        }
    }

    // solar.json: how a checkpoint was made. Its layer map must be the declared one, and its type the declared one.
    private void CompareManifest(YamlMapping root)
    {
        string declared = string.Join(", ", plan.Map.Layers);
        string? found = root.Entries.Find(entry => entry.Key.Value == "layer_map").Value is YamlList { Items.Count: > 0 } map
            ? string.Join(", ", map.Items.Select(item => item.Description))
            : null;
        if (found is not null && plan.Source is not null && found != declared && !_ignore.Contains("layer_map"))
        {
            report(Rules.ConfigDisagrees, element, "layer_map", $"[{declared}]", $"[{found}]", written);
        }

        if (CheckpointTensors.Scalar(root, "dtype") is { } dtype && plan.Spec.Dtype is { } own && own.Name() != dtype.Value && !_ignore.Contains("dtype"))
        {
            report(Rules.ConfigDisagrees, KeyElement("dtype"), "dtype", own.Name(), dtype.Value, written);
        }

        if (CheckpointTensors.Mapping(root, "tensors") is not null && CheckpointTensors.Read(root) is { } tensors)
        {
            CompareTensors(tensors);
        }
    }

    private void CompareTensors(IReadOnlyList<FoundTensor> found)
    {
        int depth = found.Max(tensor => CheckpointTensors.Layer(tensor.Name)) + 1;
        List<TensorSpec> declared = [.. TensorCatalog.Tensors(plan.Spec)];
        string key = Family.Find(plan.Spec.Family)?.DepthKey ?? "num_hidden_layers";
        if (depth != plan.Spec.NumHiddenLayers && !_ignore.Contains(key))
        {
            // One mistake, though every tensor of the layers that are missing or too many shows it.
            report(Rules.ConfigDisagrees, KeyElement(key), key, plan.Spec.NumHiddenLayers, depth, written);
        }

        int common = Math.Min(depth, plan.Spec.NumHiddenLayers);
        Dictionary<string, TensorSpec> own = declared.Where(tensor => tensor.Layer < common).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Dictionary<string, FoundTensor> theirs = found
            .Where(tensor => CheckpointTensors.Layer(tensor.Name) < common && !IsIgnored(tensor.Name))
            .GroupBy(tensor => tensor.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

        foreach (IGrouping<string, string> group in Grouped(own.Keys.Where(name => !theirs.ContainsKey(name) && !IsIgnored(name))))
        {
            report(Rules.TensorAbsent, element, _model, Tensors(group), written);
        }

        foreach (IGrouping<string, string> group in Grouped(theirs.Keys.Where(name => !own.ContainsKey(name))))
        {
            report(Rules.TensorUnexpected, element, written, Tensors(group), _model, group.Count() == 1 ? "it" : "them");
        }

        IEnumerable<string> reshaped = theirs.Values
            .Where(tensor => tensor.Shape is { } shape && own.TryGetValue(tensor.Name, out TensorSpec? match) && match.Shape != shape)
            .Select(tensor => tensor.Name);
        foreach (IGrouping<string, string> group in Grouped(reshaped))
        {
            string first = group.First();
            report(Rules.TensorShapeDiffers, element, Tensors(group), group.Count() == 1 ? "is" : "are", Shape(own[first].Shape), Shape(theirs[first].Shape!.Value), written);
        }

        CompareDtypes(theirs.Values);
    }

    private void CompareDtypes(IEnumerable<FoundTensor> theirs)
    {
        if (plan.Spec.Dtype is not { } dtype || _ignore.Contains("dtype"))
        {
            return;         // it is that of the checkpoint
        }

        foreach (IGrouping<string, FoundTensor> other in theirs.Where(tensor => tensor.Dtype is not null).GroupBy(tensor => DtypeName(tensor.Dtype!))
            .Where(other => other.Key != dtype.Name()).OrderBy(other => other.Key, StringComparer.Ordinal))
        {
            int count = other.Count();
            report(Rules.TensorDtypeDiffers, KeyElement("dtype"), dtype.Name(), written, other.Key, count == 1 ? "one tensor" : $"{count} tensors");
        }
    }

    private string KeyElement(string key) => ConfigComparison.KeyElement(plan, key, element);

    // Old checkpoints of Llama hold the wavelengths of every layer, which follow from the config.
    private bool IsIgnored(string tensor) =>
        tensor.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal) || _ignore.Contains(tensor) || _ignore.Contains(CheckpointTensors.Pattern(tensor));

    private static IEnumerable<IGrouping<string, string>> Grouped(IEnumerable<string> names) =>
        names.GroupBy(CheckpointTensors.Pattern, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);

    private static string Tensors(IGrouping<string, string> group) => group.Count() == 1
        ? $"tensor '{group.First()}'"
        : string.Format(CultureInfo.InvariantCulture, "{0} tensors '{1}'", group.Count(), group.Key);

    private static string Shape(EquatableArray<long> shape) => $"[{string.Join(", ", shape)}]";

    private static string DtypeName(string safetensors) => safetensors switch
    {
        "F32" => "float32",
        "BF16" => "bfloat16",
        "F16" => "float16",
        _ => safetensors,
    };

    private void Incomparable(string reason) => report(Rules.IncomparableFile, element, _model, written, reason);
}
