namespace Solar.Runtime.Native;

/// <summary>Where the native libraries of this process came from.</summary>
/// <param name="Directory">The folder of the one libtorch that is loaded.</param>
/// <param name="Bridge">The file of TorchSharp's own native library, or of its mended copy.</param>
/// <param name="IsMended">True where this system's libstdc++ is older than the bridge asks for and a mended copy was loaded.</param>
public sealed record TorchLibraryInfo(string Directory, string Bridge, bool IsMended);
