namespace Solar.Generators;

/// <summary>Names of the pipeline's steps, by which tests ask what an edit ran again.</summary>
public static class TrackingNames
{
    /// <summary>One attributed class as read from its symbol, with locations.</summary>
    public const string Attributed = nameof(Attributed);

    /// <summary>One YAML file as read, with locations.</summary>
    public const string Yaml = nameof(Yaml);

    /// <summary>The additional files that declarations may name.</summary>
    public const string Files = nameof(Files);

    /// <summary>What the types of users' own modules say of themselves.</summary>
    public const string OwnModules = nameof(OwnModules);

    /// <summary>All declarations with their locations, and with what their configs say.</summary>
    public const string Located = nameof(Located);

    /// <summary>All declarations without their locations: what the source pipeline starts from.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>The catalog texts of referenced assemblies.</summary>
    public const string CatalogEntries = nameof(CatalogEntries);

    /// <summary>The declarations of referenced assemblies.</summary>
    public const string Catalog = nameof(Catalog);

    /// <summary>What emitted code needs of the compilation.</summary>
    public const string Host = nameof(Host);

    /// <summary>The joined program.</summary>
    public const string Joined = nameof(Joined);

    /// <summary>One declaration's plan, with what its code depends on.</summary>
    public const string Units = nameof(Units);

    /// <summary>The files of one declaration.</summary>
    public const string Emitted = nameof(Emitted);

    /// <summary>The files of the assembly as a whole.</summary>
    public const string Assembly = nameof(Assembly);

    /// <summary>What files say against the program.</summary>
    public const string Checks = nameof(Checks);

    /// <summary>All findings with their places.</summary>
    public const string Findings = nameof(Findings);
}
