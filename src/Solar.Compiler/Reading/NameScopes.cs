using System;
using System.Collections.Generic;
using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>Where the names of a file are looked up: in its namespace and those around it, then in those that it imports.</summary>
internal sealed class NameScopes
{
    private readonly EquatableArray<string> _scopes;
    private readonly EquatableArray<string> _usings;

    public NameScopes(string @namespace, IEnumerable<string> usings)
    {
        Namespace = @namespace;
        var scopes = new List<string>();
        for (string scope = @namespace; scope.Length > 0; scope = Parent(scope))
        {
            scopes.Add(scope);
        }

        _scopes = scopes.ToEquatableArray();
        _usings = usings.ToEquatableArray();
    }

    /// <summary>The file's namespace, empty for the global one.</summary>
    public string Namespace { get; }

    /// <summary>The namespaces that it imports.</summary>
    public EquatableArray<string> Usings => _usings;

    /// <summary>A name as it was written.</summary>
    public NameReference Reference(string written) => written.StartsWith(Global, StringComparison.Ordinal)
        ? NameReference.Full(written.Substring(Global.Length))
        : new NameReference(written, _scopes) { Usings = _usings };

    /// <summary>Whether a text can be a name.</summary>
    public static bool IsName(string written) =>
        CSharpNames.IsQualified(written.StartsWith(Global, StringComparison.Ordinal) ? written.Substring(Global.Length) : written);

    private const string Global = "global::";

    private static string Parent(string scope)
    {
        int dot = scope.LastIndexOf('.');
        return dot < 0 ? "" : scope.Substring(0, dot);
    }
}
