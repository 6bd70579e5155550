using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>What of evaluation sets a data file has, as it is stored beside its tokens; those of several files add up.</summary>
/// <param name="Rows">Rows that were looked through.</param>
/// <param name="Contaminated">Of them: those with an overlap.</param>
/// <param name="Sets">Each set of which there is any.</param>
internal sealed record StoredOverlaps(long Rows, long Contaminated, IReadOnlyList<StoredOverlap> Sets);

/// <summary>What of one set a data file has.</summary>
/// <param name="Set">The set.</param>
/// <param name="Rows">Rows with an overlap.</param>
/// <param name="Items">Its items of which there is any, in their order.</param>
/// <param name="Examples">The first rows.</param>
internal sealed record StoredOverlap(int Set, long Rows, IReadOnlyList<int> Items, IReadOnlyList<OverlapExample> Examples);

/// <summary>Adds up what rows have of evaluation sets; rows come in the order of their file.</summary>
/// <param name="index">The sets.</param>
internal sealed class OverlapCounts(NgramIndex index)
{
    /// <summary>So many rows are told of a set.</summary>
    public const int ToldExamples = 10;

    private readonly SortedDictionary<int, SetCount> _sets = [];
    private long _rows, _contaminated;

    /// <summary>Adds a row.</summary>
    public void Add(string file, long row, string unit, TextOverlap? overlap)
    {
        _rows++;
        if (overlap is null)
        {
            return;
        }

        _contaminated++;
        foreach (SetOverlap set in overlap.Sets)
        {
            if (!_sets.TryGetValue(set.Set, out SetCount? count))
            {
                _sets.Add(set.Set, count = new SetCount());
            }

            count.Rows++;
            count.Items.UnionWith(set.Items);
            if (count.Examples.Count < ToldExamples)
            {
                count.Examples.Add(new OverlapExample(file, row, unit, index.PlaceOf(set.Item), set.Words, set.Shown));
            }
        }
    }

    /// <summary>What was added.</summary>
    public StoredOverlaps Store() => new(
        _rows, _contaminated, [.. _sets.Select(set => new StoredOverlap(set.Key, set.Value.Rows, [.. set.Value.Items], set.Value.Examples))]);

    /// <summary>What files have together.</summary>
    /// <param name="index">The sets.</param>
    /// <param name="name">Name of the training set.</param>
    /// <param name="files">Its files, in their order.</param>
    public static DatasetContamination Tell(NgramIndex index, string name, IReadOnlyList<StoredOverlaps> files) => new(
        name,
        files.Sum(file => file.Rows),
        files.Sum(file => file.Contaminated),
        [.. index.Sets.Select((set, number) => Tell(set, [.. files.SelectMany(file => file.Sets).Where(found => found.Set == number)]))]);

    private static Overlap Tell(IndexedSet set, IReadOnlyList<StoredOverlap> found)
    {
        int items = found.SelectMany(file => file.Items).Distinct().Count();
        return new Overlap(
            set.Name, found.Sum(file => file.Rows), items, set.Items == 0 ? 0 : (double)items / set.Items,
            [.. found.SelectMany(file => file.Examples).Take(ToldExamples)]);
    }

    private sealed class SetCount
    {
        public long Rows { get; set; }

        public SortedSet<int> Items { get; } = [];

        public List<OverlapExample> Examples { get; } = [];
    }
}
