using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Hashing;
using System.Linq;
using System.Text;

namespace Solar.Runtime.Checkpoints;

/// <summary>Sees to it that the files that a run reads stay what they were when it began.</summary>
internal sealed class SourceGuard
{
    private const string Mend = "Something else writes it; wait until it is done, and begin again.";

    private readonly List<(string Path, long Length, DateTime Written)> _files = [];

    /// <summary>Notes length and time of all files of checkpoints.</summary>
    public SourceGuard(IEnumerable<CheckpointReader> sources)
    {
        foreach (SafetensorsFile file in sources.SelectMany(source => source.Files))
        {
            var info = new FileInfo(file.FullPath);
            _files.Add((file.FullPath, file.Length, info.LastWriteTimeUtc));
        }
    }

    /// <summary>What decides the bytes of a run: what is made, and the files that it is made of by path, length and time.</summary>
    /// <param name="parts">What is made, in text.</param>
    public string Fingerprint(params IEnumerable<string?> parts)
    {
        var hash = new XxHash128();
        foreach (string part in parts.Select(part => part ?? string.Empty).Concat(_files.Select(file => FormattableString.Invariant($"{file.Path} {file.Length} {file.Written.Ticks}"))))
        {
            hash.Append(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{part.Length} {part}\n")));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Throws where a file changed.</summary>
    /// <exception cref="CheckpointException">A source was lost or written in the middle of the run.</exception>
    public void Check()
    {
        foreach ((string path, long length, DateTime written) in _files)
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                throw new CheckpointException(path, null, "it was lost while it was read", "Put it back, and begin again.");
            }

            if (info.Length != length || info.LastWriteTimeUtc != written)
            {
                throw new CheckpointException(path, null, "it changed while it was read", Mend);
            }
        }
    }
}
