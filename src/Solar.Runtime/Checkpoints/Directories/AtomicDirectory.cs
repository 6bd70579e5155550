using System;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// A folder that appears whole or not at all. It is filled under a hidden name beside its target, made durable, and renamed into place;
/// a process that is killed leaves the former state, and a hidden folder that the next writer of the same target sweeps away.
/// </summary>
internal sealed class AtomicDirectory : IDisposable
{
    // Beside the folder and not in it: it is there before the folder is and goes after the folder has gone, so that whatever a killed process
    // leaves has a lock by which the next writer knows that it is one of ours.
    private const string LockEnding = ".lock";

    private readonly FileStream _lock;
    private bool _isDone;

    private AtomicDirectory(string target, string path, FileStream @lock, Journal? journal)
    {
        Target = target;
        FullPath = path;
        _lock = @lock;
        Journal = journal;
    }

    /// <summary>What was done already; null where nobody keeps a journal.</summary>
    public Journal? Journal { get; }

    /// <summary>Whether the folder stays, hidden, when it is not committed, so that a later run goes on with it.</summary>
    public bool KeepsUnfinished { get; set; }

    /// <summary>Where the folder will be.</summary>
    public string Target { get; }

    /// <summary>Where it is filled.</summary>
    public string FullPath { get; }

    /// <summary>Begins a folder.</summary>
    /// <param name="target">Its place: not there yet, empty, or a checkpoint that Solar wrote and that is to be replaced.</param>
    /// <param name="fingerprint">
    /// What the run is: all that decides its bytes. A folder that a run of the same was cut off in is taken up where it stopped. Null for a run
    /// that begins anew each time.
    /// </param>
    /// <exception cref="CheckpointException">Something of somebody else's is there.</exception>
    public static AtomicDirectory Create(string target, string? fingerprint = null)
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
        if (Sweep(parent, prefix, real, fingerprint) is { } unfinished)
        {
            return unfinished;
        }

        string path = Path.Combine(parent, prefix + Guid.NewGuid().ToString("N")[..12]);
        FileStream @lock = Lock(path + LockEnding, FileMode.CreateNew);
        try
        {
            Directory.CreateDirectory(path);
            return new AtomicDirectory(real, path, @lock, fingerprint is null ? null : Journal.Create(path, fingerprint));
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>A new file in the folder, with room for its bytes.</summary>
    public SafeFileHandle CreateFile(string name, long length)
    {
        // In a folder that is taken up again, what is written anew stands there already.
        File.Delete(Path.Combine(FullPath, name));
        return File.OpenHandle(Path.Combine(FullPath, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.None, length);
    }

    /// <summary>A file that an earlier run began; null where there is none, or a longer one.</summary>
    public SafeFileHandle? TryOpenFile(string name, long length)
    {
        var file = new FileInfo(Path.Combine(FullPath, name));
        return file.Exists && file.Length <= length
            ? File.OpenHandle(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None)
            : null;
    }

    /// <summary>Puts the folder into its place. Its files must be flushed to the disk already.</summary>
    public void Commit()
    {
        ReplaceableFolder.Check(Target);
        Journal?.Dispose();
        File.Delete(Path.Combine(FullPath, Journal.Name));
        SystemCalls.FlushFolder(FullPath);
        MoveIntoPlace();
        SystemCalls.FlushFolder(Path.GetDirectoryName(Target)!);
        _lock.Dispose();
        _isDone = true;
    }

    /// <summary>Takes away what was not committed, or leaves it to a later run.</summary>
    public void Dispose()
    {
        Journal?.Dispose();
        if (_isDone)
        {
            return;
        }

        bool isKept = KeepsUnfinished && Journal is not null;
        if (!isKept && Directory.Exists(FullPath))
        {
            Directory.Delete(FullPath, recursive: true);
        }

        _lock.Dispose();
        if (isKept)
        {
            // Gone with its handle; by it the next writer knows that the folder is one of ours.
            File.WriteAllBytes(FullPath + LockEnding, []);
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

    /// <summary>
    /// Takes up what a killed writer of the same left, and removes what other writers of the same target did. One that still runs holds its
    /// lock.
    /// </summary>
    private static AtomicDirectory? Sweep(string parent, string prefix, string target, string? fingerprint)
    {
        AtomicDirectory? unfinished = null;
        foreach (string file in Directory.EnumerateFiles(parent, prefix + "*" + LockEnding).Order(StringComparer.Ordinal))
        {
            string left = file[..^LockEnding.Length];
            FileStream? held = null;
            try
            {
                held = Lock(file, FileMode.Open);

                // Gone by now: its writer has just put the folder into its place.
                if (!File.Exists(file))
                {
                    continue;
                }

                if (unfinished is null && fingerprint is not null && Journal.TryOpen(left, fingerprint) is { } journal)
                {
                    unfinished = new AtomicDirectory(target, left, held, journal);
                    held = null;
                    continue;
                }

                if (Directory.Exists(left))
                {
                    Directory.Delete(left, recursive: true);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it, or it is not ours to remove: neither keeps this writer from its own work.
            }
            finally
            {
                held?.Dispose();
            }
        }

        return unfinished;
    }

    // Removed while it is still locked, so that nobody takes a folder that is being written for one that was left.
    private static FileStream Lock(string file, FileMode mode) =>
        new(file, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
}
