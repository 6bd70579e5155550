using System;
using System.IO;
using System.IO.Compression;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// Unpacks gzip, and sees where it was cut off. .NET's own stream does not: it takes the end of the file for that of the data. Here a member of
/// known content follows the file, and it has to come out last and whole, which it does not where anything before it is missing.
/// </summary>
internal sealed class GunzipStream : Stream
{
    private static readonly byte[] Mark = "Solar was here: the end of data."u8.ToArray(), PackedMark = Pack(Mark);

    private readonly FileStream _packed;
    private readonly string _file;
    private readonly GZipStream _gzip;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private bool _isEnded;

    /// <param name="packed">The file; it goes with this stream.</param>
    /// <param name="file">Its name, for messages.</param>
    public GunzipStream(FileStream packed, string file)
    {
        _packed = packed;
        _file = file;
        _gzip = new GZipStream(new MarkedStream(packed), CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        // As many bytes as the mark has are held back: they may be it.
        while (!_isEnded && _end - _start <= Mark.Length)
        {
            Fill();
        }

        int count = Math.Min(buffer.Length, _end - _start - (_isEnded ? 0 : Mark.Length));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
            _packed.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read;
        try
        {
            read = _gzip.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw Broken(failure);
        }

        _end += read;
        if (read == 0)
        {
            if (!_buffer.AsSpan(0, _end).EndsWith(Mark))
            {
                throw Broken(null);
            }

            _end -= Mark.Length;
            _isEnded = true;
        }
    }

    private TrainingDataException Broken(Exception? failure) => new(
        _file, 0, $"is not gzip, or was cut off: its {_packed.Length} bytes do not unpack to their end. Pack or copy it again, or write compression: none.", failure);

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>A file, and the packed mark behind it.</summary>
    private sealed class MarkedStream(FileStream file) : Stream
    {
        private int _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = file.Read(buffer);
            if (read == 0)
            {
                read = Math.Min(buffer.Length, PackedMark.Length - _given);
                PackedMark.AsSpan(_given, read).CopyTo(buffer);
                _given += read;
            }

            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
