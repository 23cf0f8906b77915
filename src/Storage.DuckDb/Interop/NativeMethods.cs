using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>The part of DuckDB's C API (duckdb.h of 1.5) that the adapter uses, name by name.</summary>
/// <remarks>Functions over handles take <see cref="SafeHandle"/>s, so that no call runs on a handle that another thread frees; functions
/// over vectors take raw pointers and are called only while their chunk is held.</remarks>
internal static unsafe partial class NativeMethods
{
    public const string Library = "duckdb";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly,
        static (name, _, _) => name == Library ? NativeLibraryFile.Load() : 0);

    // instance
    [LibraryImport(Library)] public static partial byte* duckdb_library_version();
    [LibraryImport(Library)] public static partial NativeState duckdb_create_config(out nint config);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial NativeState duckdb_set_config(nint config, string name, string value);
    [LibraryImport(Library)] public static partial void duckdb_destroy_config(ref nint config);
    [LibraryImport(Library)] public static partial nint duckdb_create_instance_cache();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial NativeState duckdb_get_or_create_from_cache(nint cache, string path, out nint database, nint config, out byte* error);
    [LibraryImport(Library)] public static partial void duckdb_close(ref nint database);
    [LibraryImport(Library)] public static partial NativeState duckdb_connect(DatabaseHandle database, out nint connection);
    [LibraryImport(Library)] public static partial void duckdb_disconnect(ref nint connection);
    [LibraryImport(Library)] public static partial void duckdb_interrupt(ConnectionHandle connection);
    [LibraryImport(Library)] public static partial QueryProgress duckdb_query_progress(ConnectionHandle connection);
    [LibraryImport(Library)] public static partial void duckdb_free(void* memory);
    [LibraryImport(Library)] public static partial ulong duckdb_vector_size();

    // statements
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial ulong duckdb_extract_statements(ConnectionHandle connection, string sql, out nint statements);
    [LibraryImport(Library)] public static partial byte* duckdb_extract_statements_error(ExtractedHandle statements);
    [LibraryImport(Library)] public static partial void duckdb_destroy_extracted(ref nint statements);
    [LibraryImport(Library)] public static partial NativeState duckdb_prepare_extracted_statement(ConnectionHandle connection, ExtractedHandle statements, ulong index, out nint prepared);
    [LibraryImport(Library)] public static partial byte* duckdb_prepare_error(StatementHandle prepared);
    [LibraryImport(Library)] public static partial void duckdb_destroy_prepare(ref nint prepared);
    [LibraryImport(Library)] public static partial StatementKind duckdb_prepared_statement_type(StatementHandle prepared);
    [LibraryImport(Library)] public static partial ulong duckdb_nparams(StatementHandle prepared);
    [LibraryImport(Library)] public static partial byte* duckdb_parameter_name(StatementHandle prepared, ulong index);
    [LibraryImport(Library)] public static partial NativeState duckdb_bind_value(StatementHandle prepared, ulong index, nint value);
    [LibraryImport(Library)] public static partial NativeState duckdb_execute_prepared(StatementHandle prepared, NativeResult* result);
    // Marked deprecated since 1.0, but the only way to stream: everything else holds the whole result outside memory_limit.
    [LibraryImport(Library)] public static partial NativeState duckdb_execute_prepared_streaming(StatementHandle prepared, NativeResult* result);

    // results
    [LibraryImport(Library)] public static partial void duckdb_destroy_result(NativeResult* result);
    [LibraryImport(Library)] public static partial byte* duckdb_column_name(NativeResult* result, ulong column);
    [LibraryImport(Library)] public static partial nint duckdb_column_logical_type(NativeResult* result, ulong column);
    [LibraryImport(Library)] public static partial ulong duckdb_column_count(NativeResult* result);
    [LibraryImport(Library)] public static partial ulong duckdb_rows_changed(NativeResult* result);
    [LibraryImport(Library)] public static partial byte* duckdb_result_error(NativeResult* result);
    [LibraryImport(Library)] public static partial DuckDbErrorKind duckdb_result_error_type(NativeResult* result);
    [LibraryImport(Library)] public static partial ReturnKind duckdb_result_return_type(NativeResult result);
    [LibraryImport(Library)] public static partial nint duckdb_fetch_chunk(NativeResult result);

    // values
    [LibraryImport(Library)] public static partial nint duckdb_create_null_value();
    [LibraryImport(Library)] public static partial nint duckdb_create_bool(byte value);
    [LibraryImport(Library)] public static partial nint duckdb_create_int8(sbyte value);
    [LibraryImport(Library)] public static partial nint duckdb_create_int16(short value);
    [LibraryImport(Library)] public static partial nint duckdb_create_int32(int value);
    [LibraryImport(Library)] public static partial nint duckdb_create_int64(long value);
    [LibraryImport(Library)] public static partial nint duckdb_create_uint8(byte value);
    [LibraryImport(Library)] public static partial nint duckdb_create_uint16(ushort value);
    [LibraryImport(Library)] public static partial nint duckdb_create_uint32(uint value);
    [LibraryImport(Library)] public static partial nint duckdb_create_uint64(ulong value);
    [LibraryImport(Library)] public static partial nint duckdb_create_hugeint(NativeInt128 value);
    [LibraryImport(Library)] public static partial nint duckdb_create_uuid(NativeInt128 value);
    [LibraryImport(Library)] public static partial nint duckdb_create_decimal(NativeDecimal value);
    [LibraryImport(Library)] public static partial nint duckdb_create_float(float value);
    [LibraryImport(Library)] public static partial nint duckdb_create_double(double value);
    [LibraryImport(Library)] public static partial nint duckdb_create_date(int days);
    [LibraryImport(Library)] public static partial nint duckdb_create_time(long microseconds);
    [LibraryImport(Library)] public static partial nint duckdb_create_timestamp(long microseconds);
    [LibraryImport(Library)] public static partial nint duckdb_create_timestamp_tz(long microseconds);
    [LibraryImport(Library)] public static partial nint duckdb_create_interval(DuckDbInterval value);
    [LibraryImport(Library)] public static partial nint duckdb_create_varchar_length(byte* text, ulong length);
    [LibraryImport(Library)] public static partial nint duckdb_create_blob(byte* data, ulong length);
    [LibraryImport(Library)] public static partial nint duckdb_create_list_value(nint elementType, nint* values, ulong count);
    [LibraryImport(Library)] public static partial void duckdb_destroy_value(ref nint value);

    // chunks and vectors
    [LibraryImport(Library)] public static partial nint duckdb_create_data_chunk(nint* types, ulong count);
    [LibraryImport(Library)] public static partial void duckdb_destroy_data_chunk(ref nint chunk);
    [LibraryImport(Library)] public static partial void duckdb_data_chunk_reset(nint chunk);
    [LibraryImport(Library), SuppressGCTransition] public static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);
    [LibraryImport(Library), SuppressGCTransition] public static partial ulong duckdb_data_chunk_get_size(nint chunk);
    [LibraryImport(Library), SuppressGCTransition] public static partial void duckdb_data_chunk_set_size(nint chunk, ulong size);
    [LibraryImport(Library), SuppressGCTransition] public static partial void* duckdb_vector_get_data(nint vector);
    [LibraryImport(Library), SuppressGCTransition] public static partial ulong* duckdb_vector_get_validity(nint vector);
    [LibraryImport(Library)] public static partial void duckdb_vector_ensure_validity_writable(nint vector);
    [LibraryImport(Library)] public static partial void duckdb_unsafe_vector_assign_string_element_len(nint vector, ulong row, byte* text, ulong length);
    [LibraryImport(Library), SuppressGCTransition] public static partial nint duckdb_list_vector_get_child(nint vector);
    [LibraryImport(Library), SuppressGCTransition] public static partial ulong duckdb_list_vector_get_size(nint vector);
    [LibraryImport(Library)] public static partial NativeState duckdb_list_vector_set_size(nint vector, ulong size);
    [LibraryImport(Library)] public static partial NativeState duckdb_list_vector_reserve(nint vector, ulong capacity);
    [LibraryImport(Library), SuppressGCTransition] public static partial nint duckdb_struct_vector_get_child(nint vector, ulong index);
    [LibraryImport(Library), SuppressGCTransition] public static partial nint duckdb_array_vector_get_child(nint vector);

    // logical types
    [LibraryImport(Library)] public static partial nint duckdb_create_logical_type(DuckDbType type);
    [LibraryImport(Library)] public static partial void duckdb_destroy_logical_type(ref nint type);
    [LibraryImport(Library)] public static partial DuckDbType duckdb_get_type_id(nint type);
    [LibraryImport(Library)] public static partial nint duckdb_list_type_child_type(nint type);
    [LibraryImport(Library)] public static partial nint duckdb_array_type_child_type(nint type);
    [LibraryImport(Library)] public static partial ulong duckdb_array_type_array_size(nint type);
    [LibraryImport(Library)] public static partial nint duckdb_map_type_key_type(nint type);
    [LibraryImport(Library)] public static partial nint duckdb_map_type_value_type(nint type);
    [LibraryImport(Library)] public static partial ulong duckdb_struct_type_child_count(nint type);
    [LibraryImport(Library)] public static partial byte* duckdb_struct_type_child_name(nint type, ulong index);
    [LibraryImport(Library)] public static partial nint duckdb_struct_type_child_type(nint type, ulong index);
    [LibraryImport(Library)] public static partial byte duckdb_decimal_width(nint type);
    [LibraryImport(Library)] public static partial byte duckdb_decimal_scale(nint type);
    [LibraryImport(Library)] public static partial DuckDbType duckdb_decimal_internal_type(nint type);
    [LibraryImport(Library)] public static partial DuckDbType duckdb_enum_internal_type(nint type);
    [LibraryImport(Library)] public static partial uint duckdb_enum_dictionary_size(nint type);
    [LibraryImport(Library)] public static partial byte* duckdb_enum_dictionary_value(nint type, ulong index);

    // appender
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial NativeState duckdb_appender_create_ext(ConnectionHandle connection, string? catalog, string? schema, string table, out nint appender);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial NativeState duckdb_appender_add_column(AppenderHandle appender, string name);
    [LibraryImport(Library)] public static partial ulong duckdb_appender_column_count(AppenderHandle appender);
    [LibraryImport(Library)] public static partial nint duckdb_appender_column_type(AppenderHandle appender, ulong column);
    [LibraryImport(Library)] public static partial nint duckdb_appender_error_data(AppenderHandle appender);
    [LibraryImport(Library)] public static partial byte* duckdb_error_data_message(nint error);
    [LibraryImport(Library)] public static partial DuckDbErrorKind duckdb_error_data_error_type(nint error);
    [LibraryImport(Library)] public static partial void duckdb_destroy_error_data(ref nint error);
    [LibraryImport(Library)] public static partial NativeState duckdb_append_data_chunk(AppenderHandle appender, nint chunk);
    [LibraryImport(Library)] public static partial NativeState duckdb_appender_flush(AppenderHandle appender);
    [LibraryImport(Library)] public static partial NativeState duckdb_appender_clear(nint appender);
    [LibraryImport(Library)] public static partial NativeState duckdb_appender_destroy(ref nint appender);

    /// <summary>The text at a pointer that DuckDB keeps.</summary>
    public static string Text(byte* text) => text == null ? "" : Marshal.PtrToStringUTF8((nint)text)!;

    /// <summary>The text at a pointer that is the caller's to free.</summary>
    public static string TakeText(byte* text)
    {
        var taken = Text(text);
        if (text != null)
            duckdb_free(text);
        return taken;
    }
}
