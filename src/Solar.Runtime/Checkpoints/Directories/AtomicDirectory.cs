using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// A folder that appears whole or not at all. It is filled under a hidden name beside its target, made durable, and renamed into place;
/// a process that is killed leaves the former state, and a hidden folder that the next writer of the same target sweeps away.
/// </summary>
internal sealed class AtomicDirectory : IDisposable
{
    private const string LockName = ".solar-lock";

    private readonly FileStream _lock;
    private bool _isDone;

    private AtomicDirectory(string target, string path, FileStream @lock)
    {
        Target = target;
        FullPath = path;
        _lock = @lock;
    }

    /// <summary>Where the folder will be.</summary>
    public string Target { get; }

    /// <summary>Where it is filled.</summary>
    public string FullPath { get; }

    /// <summary>Begins a folder.</summary>
    /// <param name="target">Its place: not there yet, empty, or a checkpoint that Solar wrote and that is to be replaced.</param>
    /// <exception cref="CheckpointException">Something of somebody else's is there.</exception>
    public static AtomicDirectory Create(string target)
    {
        string real = RealPath.Of(target);
        ReplaceableFolder.Check(real);
        string? parent = Path.GetDirectoryName(real);
        if (parent is null)
        {
            throw new CheckpointException(real, null, "this is the root of a file system", "Name a folder inside of it.");
        }

        Directory.CreateDirectory(parent);
        string prefix = $".{Path.GetFileName(real)}.solar-";
        Sweep(parent, prefix);

        string path = Path.Combine(parent, prefix + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(path);
        return new AtomicDirectory(real, path, Lock(Path.Combine(path, LockName), FileMode.CreateNew));
    }

    /// <summary>A new file in the folder, with room for its bytes.</summary>
    public SafeFileHandle CreateFile(string name, long length) =>
        File.OpenHandle(Path.Combine(FullPath, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, length);

    /// <summary>Puts the folder into its place. Its files must be flushed to the disk already.</summary>
    public void Commit()
    {
        ReplaceableFolder.Check(Target);
        _lock.Dispose();
        SystemCalls.FlushFolder(FullPath);
        MoveIntoPlace();
        SystemCalls.FlushFolder(Path.GetDirectoryName(Target)!);
        _isDone = true;
    }

    /// <summary>Takes away what was not committed.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        if (!_isDone && Directory.Exists(FullPath))
        {
            Directory.Delete(FullPath, recursive: true);
        }
    }

    private void MoveIntoPlace()
    {
        if (!Directory.Exists(Target))
        {
            Directory.Move(FullPath, Target);
            return;
        }

        if (SystemCalls.TryExchange(FullPath, Target))
        {
            // What stood there now has the hidden name.
            Directory.Delete(FullPath, recursive: true);
            return;
        }

        string former = FullPath + "-former";
        Directory.Move(Target, former);
        Directory.Move(FullPath, Target);
        Directory.Delete(former, recursive: true);
    }

    /// <summary>Removes what killed writers of the same target left. One that still runs holds its lock.</summary>
    private static void Sweep(string parent, string prefix)
    {
        foreach (string left in Directory.EnumerateDirectories(parent, prefix + "*"))
        {
            string file = Path.Combine(left, LockName);
            if (!File.Exists(file))
            {
                continue;
            }

            try
            {
                using FileStream held = Lock(file, FileMode.Open);

                // Gone by now: its writer has just put the folder into its place.
                if (File.Exists(file))
                {
                    Directory.Delete(left, recursive: true);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it, or it is not ours to remove: neither keeps this writer from its own work.
            }
        }
    }

    // Removed while it is still locked, so that nobody takes a folder that is being committed for one that was left.
    private static FileStream Lock(string file, FileMode mode) =>
        new(file, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
}
