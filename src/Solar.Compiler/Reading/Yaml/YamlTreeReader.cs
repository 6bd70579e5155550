using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>Builds the nodes of a file out of YamlDotNet's events, and keeps what was read before a syntax error.</summary>
internal sealed class YamlTreeReader
{
    private readonly SourceFile _file;
    private readonly IParser _parser;
    private readonly int _offset;
    private readonly CancellationToken _cancellationToken;
    private readonly List<YamlProblem> _problems = [];
    private readonly YamlAnchors _anchors;
    private readonly YamlMergeKeys _merging;
    private int _nodes;
    private YamlNode? _root;

    private YamlTreeReader(SourceFile file, CancellationToken cancellationToken)
    {
        // YamlDotNet takes a byte order mark for a part of the first word.
        _offset = file.Text.StartsWith("\uFEFF", StringComparison.Ordinal) ? 1 : 0;
        _file = file;
        _parser = new Parser(new Scanner(new StringReader(file.Text.Substring(_offset))));
        _cancellationToken = cancellationToken;
        _anchors = new YamlAnchors(_problems);
        _merging = new YamlMergeKeys(_problems);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static YamlTree Read(SourceFile file, CancellationToken cancellationToken)
    {
        var reader = new YamlTreeReader(file, cancellationToken);
        YamlProblem? error = null;
        try
        {
            reader.ReadStream();
        }
        catch (YamlLimitException limit)
        {
            error = new YamlProblem(limit.Message, limit.Range);
        }
        catch (YamlException fault)
        {
            error = YamlSyntaxErrors.Describe(file, fault.Message, reader.Range(fault.Start, fault.End));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The scanner lets others out for some malformed files, a bare InvalidOperationException among them.
            Mark mark = reader._parser.Current?.End ?? Mark.Empty;
            error = new YamlProblem("its structure breaks off after this", reader.Range(mark, mark));
        }

        return new YamlTree(reader._root, error, reader._problems);
    }

    private void ReadStream()
    {
        Next();                                                         // of the stream
        while (Next() is DocumentStart start)
        {
            if (_root is not null)
            {
                _problems.Add(new YamlProblem("it holds a second document; one file is one document", Range(start.Start, start.End)));
                return;
            }

            Next();
            ReadNode(depth: 0, node => _root = node);
            Next();                                                     // of the document
        }
    }

    // A node is handed over before its children are read, so that a syntax error below loses only what comes after it.
    private void ReadNode(int depth, Action<YamlNode> handOver)
    {
        ParsingEvent current = _parser.Current!;
        if (depth > YamlLimits.Depth)
        {
            throw new YamlLimitException($"it is nested more than {YamlLimits.Depth} levels deep", Range(current.Start, current.End));
        }

        if (++_nodes > YamlLimits.Nodes)
        {
            throw new YamlLimitException($"it has more than {YamlLimits.Nodes} nodes", Range(current.Start, current.End));
        }

        switch (current)
        {
            case AnchorAlias alias:
                handOver(_anchors.Resolve(alias, Range(alias.Start, alias.End)));
                break;
            case Scalar scalar:
                handOver(_anchors.Remember(scalar, new YamlScalar(YamlRanges.Of(scalar, _file, Offset(scalar.Start), Offset(scalar.End)), scalar.Value, IsPlain(scalar))
                {
                    IsComplete = true,
                }));
                break;
            case SequenceStart start:
                ReadList(start, depth, handOver);
                break;
            case MappingStart start:
                ReadMapping(start, depth, handOver);
                break;
            default:
                throw new YamlLimitException("a value is missing", Range(current.Start, current.End));
        }
    }

    private void ReadList(SequenceStart start, int depth, Action<YamlNode> handOver)
    {
        var list = new YamlList(Range(start.Start, start.End));
        handOver(_anchors.Remember(start, list));
        while (Next() is not SequenceEnd)
        {
            ReadNode(depth + 1, list.Items.Add);
        }

        int end = Offset(_parser.Current!.Start);
        list.Range = start.Style == SequenceStyle.Block
            ? YamlRanges.Block(_file, Offset(start.Start), end)
            : YamlRanges.Flow(_file, Offset(start.Start), end, "[]", list.Items.FirstOrDefault(), list.Items.LastOrDefault());
        list.IsComplete = true;
    }

    private void ReadMapping(MappingStart start, int depth, Action<YamlNode> handOver)
    {
        var mapping = new YamlMapping(Range(start.Start, start.End));
        handOver(_anchors.Remember(start, mapping));
        while (Next() is not MappingEnd)
        {
            YamlNode? read = null;
            ReadNode(depth + 1, node => read = node);
            Next();
            if (read is YamlScalar key)
            {
                ReadNode(depth + 1, value => mapping.Entries.Add(new YamlEntry(key, value)));
                continue;
            }

            _problems.Add(new YamlProblem("a key must be a word", _file.Clamp(read!.Range.Start, read.Range.End)));
            ReadNode(depth + 1, _ => { });
        }

        int end = Offset(_parser.Current!.Start);
        YamlScalar? first = mapping.Entries.FirstOrDefault().Key;
        mapping.Range = start.Style == MappingStyle.Block
            ? YamlRanges.Block(_file, first?.Range.Start ?? Offset(start.Start), end)
            : YamlRanges.Flow(_file, Offset(start.Start), end, "{}", first, mapping.Entries.LastOrDefault().Value);
        mapping.IsComplete = true;
        _merging.Resolve(mapping);
    }

    private static bool IsPlain(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && (scalar.Tag.IsEmpty || (!scalar.Tag.IsNonSpecific && scalar.Tag.Value != "tag:yaml.org,2002:str"));

    private ParsingEvent Next()
    {
        if ((_nodes & 0xFF) == 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
        }

        if (!_parser.MoveNext())
        {
            throw new EndOfStreamException();
        }

        return _parser.Current!;
    }

    private int Offset(Mark mark) => (int)Math.Min(mark.Index, int.MaxValue / 2) + _offset;

    private TextRange Range(Mark start, Mark end) => _file.Clamp(Offset(start), Offset(end));
}
