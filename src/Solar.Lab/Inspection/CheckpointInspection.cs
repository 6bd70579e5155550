using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Inspection;

/// <summary>What is found in a checkpoint.</summary>
/// <param name="Directory">Its folder.</param>
/// <param name="Family">Its <c>model_type</c>; null where config.json does not say it.</param>
/// <param name="Parameters">Number of its elements.</param>
/// <param name="Bytes">Bytes of its tensors.</param>
/// <param name="Dtypes">Bytes by data type.</param>
/// <param name="Files">Its files of weights.</param>
/// <param name="Tensors">Its tensors; those of all layers under one name, unless each was asked for.</param>
public sealed record CheckpointInspection(
    string Directory, string? Family, long Parameters, long Bytes, IReadOnlyDictionary<string, long> Dtypes, IReadOnlyList<string> Files, IReadOnlyList<InspectedTensor> Tensors)
{
    /// <summary>Number of layers that the names tell of.</summary>
    public int Layers { get; init; }

    /// <summary>The layers that <see cref="Similarity"/> compares.</summary>
    public IReadOnlyList<int>? ComparedLayers { get; init; }

    /// <summary>Cosine of each two layers.</summary>
    public IReadOnlyList<double[]>? Similarity { get; init; }

    /// <summary>Whether only pieces of the tensors were compared.</summary>
    public bool? IsSampled { get; init; }

    /// <summary>The same with the similarity of its layers.</summary>
    public CheckpointInspection With(LayerSimilarity? similarity) => similarity is null ? this : this with
    {
        ComparedLayers = similarity.Layers,
        IsSampled = similarity.IsSampled,
        Similarity = [.. similarity.Layers.Select((_, row) => similarity.Layers.Select((_, column) => Math.Round(similarity[row, column], 6)).ToArray())],
    };

    /// <summary>Inspects a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="everyTensor">Whether each tensor is told of alone.</param>
    /// <param name="withStatistics">Whether elements are read.</param>
    /// <param name="progress">Told how many bytes were read.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    public static CheckpointInspection Of(
        CheckpointReader checkpoint, bool everyTensor, bool withStatistics, IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        StoredTensor[] all = [.. checkpoint.Files.SelectMany(file => file.Header.Entries.Select(entry => new StoredTensor(file, entry)))];
        long total = all.Sum(tensor => tensor.Info.ByteCount), done = 0;
        int layers = all.Select(tensor => LayerName.Parse(tensor.Name)).OfType<LayerName>().Select(name => name.Layer + 1).DefaultIfEmpty().Max();
        var tensors = new List<InspectedTensor>();
        foreach (StoredTensor[] group in Groups(all, everyTensor))
        {
            TensorInfo info = group[0].Info;
            tensors.Add(new InspectedTensor(Title(group), group.Length, info.Dtype.StoredName(), [.. info.Shape], group.Sum(tensor => tensor.Info.ByteCount))
            {
                Statistics = withStatistics
                    ? TensorStatistics.Of(group, count => progress?.Report((done += count, total)), cancellationToken)
                    : null,
            });
        }

        return new CheckpointInspection(
            checkpoint.FullPath,
            checkpoint.Config?.ModelType,
            all.Sum(tensor => tensor.Info.ByteCount / tensor.Info.Dtype.Size()),
            total,
            all.GroupBy(tensor => tensor.Info.Dtype.StoredName()).ToDictionary(group => group.Key, group => group.Sum(tensor => tensor.Info.ByteCount)),
            [.. checkpoint.Files.Select(file => file.Name)],
            tensors)
        {
            Layers = layers,
        };
    }

    // Tensors of one name but for the layer, of one shape and type, in the order of names' first appearance, layers' numbers compared as numbers.
    private static IEnumerable<StoredTensor[]> Groups(StoredTensor[] all, bool everyTensor) => everyTensor
        ? all.OrderBy(tensor => tensor.Name, NaturalOrder.Instance).Select(tensor => new[] { tensor })
        : all.OrderBy(tensor => tensor.Name, NaturalOrder.Instance)
            .GroupBy(tensor => (Pattern(tensor.Name), tensor.Info.Dtype, Shape: string.Join(",", tensor.Info.Shape)))
            .Select(group => group.ToArray());

    private static string Pattern(string name) => LayerName.Parse(name) is { } layer ? $"{layer.Prefix}.*.{layer.Suffix}" : name;

    private static string Title(StoredTensor[] group) => group.Length == 1 ? group[0].Name : Pattern(group[0].Name);
}

/// <summary>A tensor, or all layers' tensors of one name.</summary>
/// <param name="Name">Its name; <c>*</c> stands for the layer's number.</param>
/// <param name="Count">How many tensors it stands for.</param>
/// <param name="Dtype">Data type.</param>
/// <param name="Shape">Shape of one.</param>
/// <param name="Bytes">Bytes of all.</param>
public sealed record InspectedTensor(string Name, int Count, string Dtype, IReadOnlyList<long> Shape, long Bytes)
{
    /// <summary>What the elements of all are like; null where they were not read, or are no floating-point numbers.</summary>
    public TensorStatistics? Statistics { get; init; }
}

/// <summary>Orders names so that layer 10 comes after layer 9.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y) => string.Compare(x, y, CultureInfo.InvariantCulture, CompareOptions.NumericOrdering) is not 0 and var order
        ? order
        : string.CompareOrdinal(x, y);
}
