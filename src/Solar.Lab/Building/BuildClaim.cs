using System.IO;
using Solar.Lab.CommandLine;

namespace Solar.Lab.Building;

/// <summary>Keeps two processes from making the same files at the same time. A process that dies lets go.</summary>
internal static class BuildClaim
{
    /// <summary>Claims a node until the stream is closed.</summary>
    /// <exception cref="CommandException">Another process is making it.</exception>
    public static FileStream Take(string checkpointsDirectory, BuildNode node)
    {
        string folder = Path.Combine(checkpointsDirectory, ".build");
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, node.Name + ".lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new CommandException($"another process is making {node.SimpleName} ({file} is held); wait for it, or stop it.");
        }
    }
}
