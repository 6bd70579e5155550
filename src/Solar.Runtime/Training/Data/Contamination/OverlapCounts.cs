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
internal sealed record StoredOverlap(int Set, long Rows, IReadOnlyList<int> Items, IReadOnlyList<StoredExample> Examples);

/// <summary>A row with an overlap; names of files are not stored, since what is stored goes by content alone.</summary>
/// <param name="Row">Its line, record or row.</param>
/// <param name="Unit">What that counts.</param>
/// <param name="Item">The item.</param>
/// <param name="Words">Words of the longest overlap.</param>
/// <param name="Shown">The first of them.</param>
internal sealed record StoredExample(long Row, string Unit, int Item, int Words, string Shown);

/// <summary>Adds up what the rows of a file have of evaluation sets; they come in their order.</summary>
internal sealed class OverlapCounts
{
    /// <summary>So many rows are told of a set.</summary>
    public const int ToldExamples = 10;

    private readonly SortedDictionary<int, SetCount> _sets = [];
    private long _rows, _contaminated;

    /// <summary>Adds a row.</summary>
    public void Add(long row, string unit, TextOverlap? overlap)
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
                count.Examples.Add(new StoredExample(row, unit, set.Item, set.Words, set.Shown));
            }
        }
    }

    /// <summary>What was added.</summary>
    public StoredOverlaps Store() => new(
        _rows, _contaminated, [.. _sets.Select(set => new StoredOverlap(set.Key, set.Value.Rows, [.. set.Value.Items], set.Value.Examples))]);

    /// <summary>What files have together.</summary>
    /// <param name="index">The sets.</param>
    /// <param name="name">Name of the training set.</param>
    /// <param name="files">Its files by name, in their order.</param>
    public static DatasetContamination Tell(NgramIndex index, string name, IReadOnlyList<(string Name, StoredOverlaps Overlaps)> files) => new(
        name,
        files.Sum(file => file.Overlaps.Rows),
        files.Sum(file => file.Overlaps.Contaminated),
        [.. index.Sets.Select((set, number) => Tell(
            index, set, [.. files.SelectMany(file => file.Overlaps.Sets, (file, found) => (file.Name, found)).Where(file => file.found.Set == number)]))]);

    private static Overlap Tell(NgramIndex index, IndexedSet set, IReadOnlyList<(string Name, StoredOverlap Overlap)> files)
    {
        int items = files.SelectMany(file => file.Overlap.Items).Distinct().Count();
        IEnumerable<OverlapExample> examples =
            from file in files
            from example in file.Overlap.Examples
            select new OverlapExample(file.Name, example.Row, example.Unit, index.PlaceOf(example.Item), example.Words, example.Shown);
        return new Overlap(set.Name, files.Sum(file => file.Overlap.Rows), items, set.Items == 0 ? 0 : (double)items / set.Items, [.. examples.Take(ToldExamples)]);
    }

    private sealed class SetCount
    {
        public long Rows { get; set; }

        public SortedSet<int> Items { get; } = [];

        public List<StoredExample> Examples { get; } = [];
    }
}
