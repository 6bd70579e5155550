using System.Collections.Generic;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>A node of a YAML file. Aliases stand for the node that they name, so a node may have several parents.</summary>
internal abstract class YamlNode(TextRange range)
{
    /// <summary>Where it stands, without anchor and tag.</summary>
    public TextRange Range { get; set; } = range;

    /// <summary>Whether the file could be read to the node's end.</summary>
    public bool IsComplete { get; set; }

    /// <summary>What messages call it: a scalar's own text, or what else it is.</summary>
    public abstract string Description { get; }

    /// <summary>Whether it is YAML's null, written or empty.</summary>
    public virtual bool IsNull => false;
}

/// <summary>A scalar.</summary>
internal sealed class YamlScalar(TextRange range, string value, bool isPlain) : YamlNode(range)
{
    private const int LongestDescription = 60;

    /// <summary>Its text, unquoted.</summary>
    public string Value { get; } = value;

    /// <summary>Whether it is unquoted, so that it may be a number, a truth value or null.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>Whether it stands for an alias that could not be resolved, which is reported already.</summary>
    public bool IsUnknown { get; init; }

    /// <inheritdoc/>
    public override bool IsNull => IsPlain && (Value is "" or "~" or "null" or "Null" or "NULL");

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            string line = Value.Replace('\n', ' ').Replace('\r', ' ');
            return line.Length <= LongestDescription ? line : line.Substring(0, LongestDescription) + "…";
        }
    }
}

/// <summary>A list.</summary>
internal sealed class YamlList(TextRange range) : YamlNode(range)
{
    /// <summary>Its items, in their order.</summary>
    public List<YamlNode> Items { get; } = [];

    /// <inheritdoc/>
    public override string Description => "a list";
}

/// <summary>A mapping, merge keys resolved. A key may stand in it twice: readers report that.</summary>
internal sealed class YamlMapping(TextRange range) : YamlNode(range)
{
    /// <summary>Its keys and values, in their order.</summary>
    public List<YamlEntry> Entries { get; } = [];

    /// <inheritdoc/>
    public override string Description => "a mapping";
}

/// <summary>A key with its value.</summary>
internal readonly record struct YamlEntry(YamlScalar Key, YamlNode Value)
{
    /// <summary>Where the value stands; an empty one has no place of its own, so its key stands for it.</summary>
    public TextRange ValueRange => Value.Range.IsEmpty ? Key.Range : Value.Range;
}
