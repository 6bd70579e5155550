using System.Collections.Generic;
using System.Linq;

namespace Solar.Specs;

/// <summary>The full name of a declared class.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="ContainingTypes">The types it is nested in, outermost first.</param>
/// <param name="Name">Its own name.</param>
public sealed record DeclarationName(string Namespace, EquatableArray<string> ContainingTypes, string Name)
{
    /// <summary>A name that is not nested.</summary>
    public DeclarationName(string @namespace, string name)
        : this(@namespace, default, name)
    {
    }

    /// <summary>Dotted name, such as <c>Paper.Models.Solar10B</c>.</summary>
    public string FullName => string.Join(".", new[] { Namespace }.Where(n => n.Length > 0).Concat(ContainingTypes).Concat([Name]));

    /// <inheritdoc/>
    public override string ToString() => FullName;
}

/// <summary>A name as it was written, with the scopes in which it is looked up.</summary>
/// <param name="Written">The written name, dotted or simple, without <c>global::</c>; a resolved C# symbol gives its full name.</param>
/// <param name="Scopes">Enclosing types and namespaces in which it is looked up, innermost first; then it is taken as a full name.</param>
public sealed record NameReference(string Written, EquatableArray<string> Scopes)
{
    /// <summary>
    /// Full names that it may mean, level by level from the inside out, where the host's language has more kinds of levels than scopes and usings
    /// (aliases, usings of a namespace); empty where <see cref="Scopes"/> and <see cref="Usings"/> say it all.
    /// </summary>
    public EquatableArray<EquatableArray<string>> Levels { get; init; }

    /// <summary>Full name of the type that the host's language finds already, before anything is emitted; null where it finds none.</summary>
    public string? Bound { get; init; }

    /// <summary>Imported namespaces, looked up last and all alike: two that know the name make it ambiguous.</summary>
    public EquatableArray<string> Usings { get; init; }

    /// <summary>Weights that are meant, as <c>[Weights]</c> writes them: the model that declares them is looked for first; null for a mere name.</summary>
    public string? Location { get; init; }

    /// <summary>What was written, where it is more than a name, such as an array of it: then no declaration is meant, though the name may be one's.</summary>
    public string? Misuse { get; init; }

    /// <summary>Whether the front end's own language reports a name that nothing answers to, or more than one thing; a second error would only be noise.</summary>
    public bool IsReportedByHost { get; init; }

    /// <summary>A name that is already full.</summary>
    public static NameReference Full(string name) => new(name, default);

    /// <summary>Full names that it may mean, level by level: those of a level are alike, and an inner level hides the outer ones.</summary>
    public IEnumerable<EquatableArray<string>> Lookup() => Levels.Count > 0
        ? Levels
        :
        [
            .. Scopes.Select(scope => EquatableArray.Of(scope + "." + Written)),
            EquatableArray.Of(Written),
            Usings.Select(import => import + "." + Written).ToEquatableArray(),
        ];

    /// <inheritdoc/>
    public override string ToString() => Written;
}

/// <summary>How the user's class is declared, which its generated part must repeat.</summary>
/// <param name="Accessibility"><c>public</c>, <c>internal</c>, …; empty where the user wrote none.</param>
/// <param name="ContainingTypes">How each containing type opens, outermost first, such as <c>public static partial class Zoo</c>.</param>
public sealed record DeclarationShape(string Accessibility, EquatableArray<string> ContainingTypes)
{
    /// <summary>
    /// Of a class that generated code cannot extend as it should: how a part of it opens nevertheless, such as
    /// <c>public static partial class X</c> or <c>partial record X&lt;T&gt;</c>, so that its stub can be one; empty where no part can be
    /// added, since it is not partial. Null for a class like any other.
    /// </summary>
    public string? StubOpening { get; init; }

    /// <summary>A public class that is not nested.</summary>
    public static DeclarationShape Public { get; } = new("public", default);
}
