using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Names of declarations as C# writes them.</summary>
internal static class Identifiers
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",

        // Keywords in their places alone, by which no type may be called, or which mean something else where a type stands.
        "await", "dynamic", "extension", "field", "file", "global", "managed", "nameof", "nint", "notnull", "nuint", "partial", "record", "required", "scoped", "unmanaged", "when",
        "where", "with", "yield",
    };

    /// <summary>A dotted name with <c>@</c> before each part that is a keyword.</summary>
    public static string Escape(string dotted) => string.Join(".", dotted.Split('.').Select(part => Keywords.Contains(part) ? "@" + part : part));

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
