using System;
using System.Collections.Generic;
using YamlDotNet.Core.Events;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>The anchors of a file, and what its aliases stand for.</summary>
internal sealed class YamlAnchors(List<YamlProblem> problems)
{
    private readonly Dictionary<string, YamlNode> _nodes = new(StringComparer.Ordinal);

    /// <summary>Remembers a node by its anchor, if it has one.</summary>
    public YamlNode Remember(NodeEvent read, YamlNode node)
    {
        if (!read.Anchor.IsEmpty)
        {
            _nodes[read.Anchor.Value] = node;
        }

        return node;
    }

    /// <summary>The node of an alias; an unknown one (reported) where there is none, or where it would contain itself.</summary>
    public YamlNode Resolve(AnchorAlias alias, TextRange range)
    {
        string name = alias.Value.Value;
        if (_nodes.TryGetValue(name, out YamlNode? node) && node.IsComplete)
        {
            return node;
        }

        string message = node is null ? $"no anchor '&{name}' stands before this alias" : $"the alias '*{name}' lies within its own anchor";
        problems.Add(new YamlProblem(message, range));
        return new YamlScalar(range, "", isPlain: true) { IsComplete = true, IsUnknown = true };
    }
}
