namespace Solar.Compiler.Emitting;

/// <summary>One row of an assembly's catalog.</summary>
/// <param name="Name">Full name of the declared class.</param>
/// <param name="Canonical">Its canonical text.</param>
public readonly record struct CatalogEntry(string Name, string Canonical);
