using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Answers;

/// <summary>
/// Answers of one model that are kept in a file: written as they come, found again by a later run. Records are added at the end and have
/// checksums: whatever stops a run, a kill or a full disk, costs what was not written and no more.
/// </summary>
public sealed class AnswerStore : IDisposable
{
    private const string Extension = ".answers";

    private readonly Dictionary<RequestKey, EvaluationAnswer> _answers = [];
    private readonly FileStream _file;
    private readonly FileStream _lock;
    private long _length;

    private AnswerStore(string path, byte[] head, FileStream file, FileStream @lock)
    {
        Path = path;
        _file = file;
        _lock = @lock;
        Load(head);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Number of answers.</summary>
    public int Count => _answers.Count;

    /// <summary>Bytes at the file's end that were no whole record, left by a run that was cut off; they were removed.</summary>
    public long Dropped { get; private set; }

    /// <summary>Opens the answers of a model, or begins with none. Nobody else can open them as long as they are open here.</summary>
    /// <param name="folder">Where answers are kept; a file for each identity.</param>
    /// <param name="identity">
    /// All that answers follow from beside the requests (<see cref="AnswerIdentity"/>): what has another identity has a file of its own.
    /// </param>
    /// <exception cref="IOException">Another process has them open, or the folder cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file is none of answers.</exception>
    public static AnswerStore Open(string folder, string identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(identity);
        Directory.CreateDirectory(folder);

        byte[] head = Encoding.UTF8.GetBytes($"solar answers 2\n{identity.ReplaceLineEndings("\n")}\n\n");
        string name = Convert.ToHexStringLower(SHA256.HashData(head))[..32];
        string path = System.IO.Path.Combine(folder, name + Extension);
        FileStream @lock = Lock(path);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return new AnswerStore(path, head, file, @lock);
        }
        catch
        {
            file?.Dispose();
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>The answer to a request, where there is one.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Null where it was not answered yet.</returns>
    public EvaluationAnswer? Find(EvaluationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _answers.GetValueOrDefault(RequestKey.Of(request));
    }

    /// <summary>Keeps answers: when the call returns, a later run has them, however this one ends. Those that are there already stay as they are.</summary>
    /// <param name="answers">Requests and their answers.</param>
    /// <exception cref="IOException">The disk is full, or gone. Nothing of what was there before is lost.</exception>
    public void Add(IReadOnlyList<(EvaluationRequest Request, EvaluationAnswer Answer)> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var added = new Dictionary<RequestKey, EvaluationAnswer>();
        foreach ((EvaluationRequest request, EvaluationAnswer answer) in answers)
        {
            RequestKey key = RequestKey.Of(request);
            if (!_answers.ContainsKey(key))
            {
                added.TryAdd(key, answer);
            }
        }

        Append([.. added.SelectMany(answer => AnswerRecord.Write(answer.Key, answer.Value))]);
        foreach ((RequestKey key, EvaluationAnswer answer) in added)
        {
            _answers.Add(key, answer);
        }
    }

    /// <summary>Closes the file; what was added is on the disk then.</summary>
    public void Dispose()
    {
        if (_file.CanWrite)
        {
            _file.Flush(flushToDisk: true);
        }

        _file.Dispose();
        _lock.Dispose();
    }

    // A file of its own is locked: it has nothing to be read, and a lock goes with its process, however that ends.
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException and not FileNotFoundException)
        {
            throw new IOException($"{path}: another run is writing answers of this model; wait for its end, or keep them in another folder.", exception);
        }
    }

    private void Load(byte[] head)
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        if (bytes.Length < head.Length && head.AsSpan().StartsWith(bytes))
        {
            // New, or left by a run that was cut off as it began.
            _file.SetLength(0);
            Append(head);
            return;
        }

        if (!bytes.AsSpan().StartsWith(head))
        {
            throw new InvalidDataException($"{Path}: this is no file of answers, or another model's; remove it, and the answers are computed again.");
        }

        int at = head.Length;
        while (at < bytes.Length && AnswerRecord.Read(bytes.AsSpan(at), out RequestKey key, out EvaluationAnswer? answer) is > 0 and int size)
        {
            _answers.TryAdd(key, answer!);
            at += size;
        }

        Dropped = bytes.Length - at;
        _file.SetLength(_length = at);
    }

    private void Append(byte[] bytes)
    {
        try
        {
            _file.Position = _length;
            _file.Write(bytes);
            _length += bytes.Length;
        }
        catch (IOException)
        {
            // What was half written would stand between what is there and what is added later.
            _file.SetLength(_length);
            throw;
        }
    }
}
