using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Solar.Runtime.Native;

/// <summary>One version that a library needs of another (a Vernaux entry).</summary>
/// <param name="Name">The version's name.</param>
/// <param name="Index">Its index in the symbols' version table.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="FlagsOffset">Where the flags are in the file.</param>
internal readonly record struct VersionNeed(string Name, int Index, ushort Flags, int FlagsOffset);

/// <summary>The parts of an ELF64 shared library that say which symbol versions it needs. Every offset of the file is checked before it is followed.</summary>
internal sealed class ElfImage
{
    private const uint SymbolTable = 11;
    private const uint RelocationsWithAddends = 4;
    private const uint Relocations = 9;
    private const uint NeededVersions = 0x6ffffffe;
    private const uint SymbolVersions = 0x6fffffff;
    private const int SymbolSize = 24;

    private readonly byte[] _bytes;
    private readonly List<Section> _sections = [];

    public ElfImage(byte[] bytes)
    {
        _bytes = bytes;
        ReadOnlySpan<byte> magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];
        if (bytes.Length < 64 || !bytes.AsSpan(0, magic.Length).SequenceEqual(magic) || U16(18) != 62)
        {
            throw new InvalidDataException("The file is no ELF library for Linux x64.");
        }

        int table = Offset(U64(0x28));
        int size = U16(0x3a);
        int count = U16(0x3c);
        for (int i = 0; i < count; i++)
        {
            long at = table + ((long)i * size);
            _sections.Add(new Section(U32(at + 4), Offset(U64(at + 24)), Offset(U64(at + 32)), (int)U32(at + 40), Offset(U64(at + 56))));
        }
    }

    /// <summary>Every version that is needed, in the file's order.</summary>
    public IEnumerable<VersionNeed> VersionNeeds()
    {
        Section section = Single(NeededVersions);
        Section names = _sections.ElementAtOrDefault(section.Link);
        long need = section.Start;
        while (true)
        {
            // Verneed: version u16, count u16, file u32, first auxiliary u32, next u32
            long auxiliary = need + U32(need + 8);
            for (int left = U16(need + 2); left > 0; left--)
            {
                // Vernaux: hash u32, flags u16, index u16, name u32, next u32
                yield return new VersionNeed(Text(names, U32(auxiliary + 8)), U16(auxiliary + 6), U16(auxiliary + 4), (int)auxiliary + 4);
                auxiliary += U32(auxiliary + 12);
            }

            // The distance to the next entry; the last one has none.
            uint next = U32(need + 12);
            if (next == 0)
            {
                yield break;
            }

            need += next;
        }
    }

    /// <summary>The indices of the dynamic symbols that are bound to a version.</summary>
    public IEnumerable<int> SymbolsOf(int versionIndex)
    {
        Section versions = Single(SymbolVersions);
        // The top bit hides a symbol and is not part of the index.
        return Enumerable.Range(0, versions.Size / 2).Where(i => (U16(versions.Start + ((long)i * 2)) & 0x7fff) == versionIndex);
    }

    /// <summary>True where any relocation refers to a dynamic symbol, so that the loader looks it up.</summary>
    public bool IsRelocated(int symbol)
    {
        foreach (Section section in _sections.Where(section => section.Type is RelocationsWithAddends or Relocations))
        {
            if (section.EntrySize < 16)
            {
                throw new InvalidDataException($"A relocation table has entries of {section.EntrySize} bytes.");
            }

            for (long at = section.Start; at + section.EntrySize <= (long)section.Start + section.Size; at += section.EntrySize)
            {
                if (U32(at + 12) == (uint)symbol)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The name of a dynamic symbol.</summary>
    public string SymbolName(int symbol)
    {
        Section symbols = Single(SymbolTable);
        return Text(_sections.ElementAtOrDefault(symbols.Link), U32(symbols.Start + ((long)symbol * SymbolSize)));
    }

    private Section Single(uint type)
    {
        Section[] found = [.. _sections.Where(section => section.Type == type)];
        return found.Length == 1 ? found[0] : throw new InvalidDataException($"The library has {found.Length} sections of type 0x{type:x}; expected one.");
    }

    private string Text(Section strings, uint offset)
    {
        if (offset >= strings.Size)
        {
            throw new InvalidDataException("A name lies outside of its string table.");
        }

        ReadOnlySpan<byte> rest = Bytes((long)strings.Start + offset, strings.Size - (int)offset);
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static int Offset(ulong value) => value <= int.MaxValue ? (int)value : throw new InvalidDataException("An offset lies outside of the file.");

    private ushort U16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(at, 2));

    private uint U32(long at) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(at, 4));

    private ulong U64(long at) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(at, 8));

    private ReadOnlySpan<byte> Bytes(long at, int count) => at >= 0 && at <= _bytes.Length - count
        ? _bytes.AsSpan((int)at, count)
        : throw new InvalidDataException("The file ends before one of its tables does.");

    private readonly record struct Section(uint Type, int Start, int Size, int Link, int EntrySize);
}
