using System.Linq;
using Solar.Compiler.Reading;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Names of declarations as C# writes them.</summary>
internal static class Identifiers
{
    /// <summary>A dotted name with <c>@</c> before each part that is a keyword.</summary>
    public static string Escape(string dotted) => string.Join(".", dotted.Split('.').Select(part => CSharpNames.NeedsEscape(part) ? "@" + part : part));

    /// <summary>The last part of a full name.</summary>
    public static string Simple(string fullName) => fullName.Substring(fullName.LastIndexOf('.') + 1);

    /// <summary>
    /// How code of one declaration names another: simply where both stand in the same namespace or type, else in full,
    /// so that no namespace of the user's can come between.
    /// </summary>
    public static string Reference(DeclarationName from, string fullName)
    {
        string scope = from.FullName.Substring(0, from.FullName.Length - from.Name.Length);
        string simple = Simple(fullName);
        return scope + simple == fullName ? Escape(simple) : "global::" + Escape(fullName);
    }
}
