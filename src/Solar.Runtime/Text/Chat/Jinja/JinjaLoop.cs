using System.Collections.Generic;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary><c>loop</c> within a loop.</summary>
/// <param name="items">What it goes through.</param>
/// <param name="depth">Loops around it.</param>
internal sealed class JinjaLoop(List<object?> items, int depth)
{
    /// <summary>The names that it has.</summary>
    public const string Names = "index, index0, revindex, revindex0, first, last, length, previtem, nextitem, depth, depth0, cycle and changed";

    private List<object?>? _seen;

    /// <summary>Which item it is at, 0 for the first.</summary>
    public int Index { get; set; }

    /// <summary>The value of a name.</summary>
    public object? Find(string name) => name switch
    {
        "index" => (long)Index + 1,
        "index0" => (long)Index,
        "revindex" => (long)items.Count - Index,
        "revindex0" => (long)items.Count - Index - 1,
        "first" => Index == 0,
        "last" => Index == items.Count - 1,
        "length" => (long)items.Count,
        "previtem" => Index > 0 ? items[Index - 1] : new JinjaUndefined("previtem"),
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : new JinjaUndefined("nextitem"),
        "depth" => (long)depth + 1,
        "depth0" => (long)depth,
        "cycle" => new JinjaFunction((values, _) => values.Count > 0 ? values[Index % values.Count] : throw new JinjaProblem("loop.cycle needs values")),
        "changed" => new JinjaFunction((values, _) => IsChanged([.. values])),
        _ => throw new JinjaProblem($"loop has no '{name}'; it has {Names}"),
    };

    private bool IsChanged(List<object?> values)
    {
        bool isChanged = _seen is null || !JinjaValues.Equal(_seen, values);
        _seen = values;
        return isChanged;
    }
}
