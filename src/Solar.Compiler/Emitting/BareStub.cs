namespace Solar.Compiler.Emitting;

/// <summary>The members of a class of which not even the kind is known, or that cannot be a module: a bit of everything, untyped.</summary>
internal static class BareStub
{
    private const string Static = """
        /// <summary>Not known: the declaration has an error.</summary>
        public const int LayerCount = 0;

        /// <summary>Not known: the declaration has an error.</summary>
        public const long ParameterCount = 0;

        /// <summary>Throws: the declaration has an error.</summary>
        public static dynamic Description => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        public static dynamic Defaults => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        public static ReadOnlySpan<int> LayerMap => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="placement">Is not looked at.</param>
        public static dynamic Create(Placement placement = default) => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="directory">Is not read.</param>
        /// <param name="placement">Is not looked at.</param>
        public static dynamic Load(string directory, Placement placement = default) => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="baseDir">Is not looked at.</param>
        /// <param name="outDir">Is not written.</param>
        /// <param name="cancellationToken">Is not looked at.</param>
        public static Task<dynamic> UpscaleAsync(string baseDir, string outDir, CancellationToken cancellationToken = default) => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="options">Is not looked at.</param>
        /// <param name="progress">Is told nothing.</param>
        /// <param name="cancellationToken">Is not looked at.</param>
        public static Task<dynamic> TrainAsync(object options, object? progress = null, CancellationToken cancellationToken = default) =>
            throw Broken;
        """;

    private const string Instance = """


        /// <summary>Throws: the declaration has an error.</summary>
        public dynamic Layers => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="inputIds">Is not looked at.</param>
        /// <param name="context">Is not looked at.</param>
        public dynamic forward(object inputIds, object? context = null) => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="directory">Is not written.</param>
        public void Save(string directory) => throw Broken;
        """;

    /// <summary>The members; a static class has static ones only.</summary>
    public static string Members(bool isStatic) => isStatic ? Static : Static + Instance;
}
