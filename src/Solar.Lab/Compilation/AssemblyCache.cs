using System;
using System.IO;
using System.Reflection;

namespace Solar.Lab.Compilation;

/// <summary>Compiled assemblies on disk, by name. The name holds the hash of the source, so that what is found is what would be compiled.</summary>
/// <param name="directory">The folder; made when something is kept.</param>
internal sealed class AssemblyCache(string directory)
{
    /// <summary>The assembly of a name; null where there is none. A file that cannot be read, or is no such assembly, is made anew.</summary>
    public Assembly? TryLoad(string name)
    {
        string path = PathOf(name);
        try
        {
            return File.Exists(path) && Assembly.Load(File.ReadAllBytes(path)) is var found && found.GetName().Name == name ? found : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Keeps an assembly. A cache that cannot be written costs time, never the run.</summary>
    public void Keep(string name, byte[] image)
    {
        string path = PathOf(name);
        try
        {
            Directory.CreateDirectory(directory);
            string temporary = $"{path}.{Environment.ProcessId}.tmp";
            File.WriteAllBytes(temporary, image);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string PathOf(string name) => Path.Combine(directory, name + ".dll");
}
