using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Solar.Generators.Tests.Incremental;

/// <summary>Walks all that is reachable from a cached value, field by field, and says where a Roslyn object hangs.</summary>
internal sealed class ObjectGraph
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _found = [];

    /// <summary>The paths to symbols, syntax, trees, locations, compilations and semantic models.</summary>
    public static IReadOnlyList<string> RoslynObjects(object? value)
    {
        var graph = new ObjectGraph();
        graph.Visit(value, value?.GetType().Name ?? "null");
        return graph._found;
    }

    private void Visit(object? value, string path)
    {
        if (value is null || IsLeaf(value.GetType()) || (!value.GetType().IsValueType && !_seen.Add(value)))
        {
            return;
        }

        if (value is ISymbol or SyntaxNode or SyntaxTree or Location or Compilation or SemanticModel or SyntaxReference or SyntaxToken or AttributeData
            or Diagnostic or MetadataReference or AdditionalText)
        {
            _found.Add($"{path}: {value.GetType().Name}");
            return;
        }

        if (value is Array array)
        {
            int i = 0;
            foreach (object? item in (IEnumerable)array)
            {
                Visit(item, $"{path}[{i++}]");
            }

            return;
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Visit(field.GetValue(value), $"{path}.{field.Name}");
            }
        }
    }

    private static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal);
}
