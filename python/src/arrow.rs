//! Columns by Arrow's C data interface, which every library of tables speaks: nothing is copied on the
//! way in, and none of these libraries is needed.
//!
//! This is the only file with `unsafe`: Arrow hands over pointers, which its specification says how to use.

use std::{ffi::CStr, sync::Arc};

use arrow_array::{
    Array, ArrayRef, Int64Array, ListArray, StringArray, StructArray,
    cast::AsArray,
    ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi},
    ffi_stream::FFI_ArrowArrayStream,
    make_array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::{PyCapsule, PyTuple},
};

use super::findings::Finding;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// A column that Arrow's libraries take over: `pyarrow.array(it)`, `polars.Series(it)`.
#[pyclass(frozen, module = "hongbi")]
pub(crate) struct ArrowArray(ArrayRef);

#[pymethods]
impl ArrowArray {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.data_type()).map_err(wrong)?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        // What is asked for need not be given.
        let _ = requested_schema;
        let schema = self.__arrow_c_schema__(py)?;
        let array = PyCapsule::new_with_value(py, FFI_ArrowArray::new(&self.0.to_data()), ARRAY)?;
        PyTuple::new(py, [schema, array])
    }
}

fn wrong(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The chunks of the column `object`.
pub(crate) fn read(object: &Bound<'_, PyAny>) -> PyResult<Vec<ArrayRef>> {
    if object.hasattr("__arrow_c_array__")? {
        let pair = object.call_method0("__arrow_c_array__")?.cast_into::<PyTuple>()?;
        let schema = pair.get_item(0)?.cast_into::<PyCapsule>()?;
        let array = pair.get_item(1)?.cast_into::<PyCapsule>()?;
        let schema = schema.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
        let array = array.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
        // SAFETY: capsules of these names hold these structures, which live as long as the capsules. The array is
        // moved out, as the specification wants it of whoever takes it over; its capsule then releases nothing.
        let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()) };
        return Ok(vec![make_array(data.map_err(wrong)?)]);
    }
    if object.hasattr("__arrow_c_stream__")? {
        let stream = object.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
        let stream = stream.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: as above.
        return chunks(unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) });
    }
    Err(PyTypeError::new_err(
        "texts is no Arrow column (pyarrow.Array, pyarrow.ChunkedArray, polars.Series, …); for a list of str use lint_many",
    ))
}

fn chunks(mut stream: FFI_ArrowArrayStream) -> PyResult<Vec<ArrayRef>> {
    let (Some(get_schema), Some(get_next)) = (stream.get_schema(), stream.get_next()) else {
        return Err(PyValueError::new_err("the Arrow stream was read already"));
    };
    let failed = || PyValueError::new_err("the Arrow stream cannot be read");
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: both functions are the stream's own and are called as its specification says: with the stream,
    // and with an empty structure to be filled.
    if unsafe { get_schema(&raw mut stream, &raw mut schema) } != 0 {
        return Err(failed());
    }
    let mut chunks = Vec::new();
    loop {
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: as above.
        if unsafe { get_next(&raw mut stream, &raw mut array) } != 0 {
            return Err(failed());
        }
        // The end is an array that has been released already.
        if array.is_released() {
            return Ok(chunks);
        }
        // SAFETY: the array is one of the stream, so that the stream's schema is its.
        let data = unsafe { from_ffi(array, &schema) }.map_err(wrong)?;
        chunks.push(make_array(data));
    }
}

/// The strings of `chunks`, in order.
pub(crate) fn strings(chunks: &[ArrayRef]) -> Result<Vec<Option<&str>>, String> {
    let mut out = Vec::with_capacity(chunks.iter().map(|chunk| chunk.len()).sum());
    for chunk in chunks {
        match chunk.data_type() {
            DataType::Utf8 => out.extend(chunk.as_string::<i32>().iter()),
            DataType::LargeUtf8 => out.extend(chunk.as_string::<i64>().iter()),
            DataType::Utf8View => out.extend(chunk.as_string_view().iter()),
            DataType::Null => out.extend(std::iter::repeat_n(None, chunk.len())),
            other => {
                return Err(format!(
                    "texts is a column of {other}, not of strings (string, large_string, string_view)"
                ));
            }
        }
    }
    Ok(out)
}

/// A list of findings for each row, null where there is none to give.
pub(crate) fn lists(rows: &[Option<Vec<Finding>>]) -> Result<ArrowArray, String> {
    let all: Vec<&Finding> = rows.iter().flatten().flatten().collect();
    let text = |of: fn(&Finding) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(all.iter().map(|finding| of(finding))))
    };
    let number = |of: fn(&Finding) -> usize| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(
            all.iter().map(|finding| i64::try_from(of(finding)).unwrap_or(i64::MAX)),
        ))
    };
    let columns: [(&str, ArrayRef); 10] = [
        ("rule", text(|one| &one.whole.rule)),
        ("category", text(|one| one.whole.category.name())),
        ("severity", text(|one| one.whole.severity.name())),
        ("message", text(|one| &one.whole.message)),
        ("text", text(|one| &one.whole.text)),
        ("start", number(|one| one.start)),
        ("end", number(|one| one.end)),
        ("line", number(|one| one.whole.span.start.line)),
        ("column", number(|one| one.whole.span.start.column)),
        ("fingerprint", text(|one| &one.whole.fingerprint)),
    ];
    let fields: Fields = columns
        .iter()
        .map(|(name, column)| Field::new(*name, column.data_type().clone(), false))
        .collect();
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    let findings = StructArray::try_new(fields.clone(), columns, None).map_err(|error| error.to_string())?;
    let lengths = rows.iter().map(|row| row.as_ref().map_or(0, Vec::len));
    let nulls: NullBuffer = rows.iter().map(Option::is_some).collect();
    let item = Arc::new(Field::new("item", DataType::Struct(fields), false));
    ListArray::try_new(
        item,
        OffsetBuffer::from_lengths(lengths),
        Arc::new(findings),
        Some(nulls),
    )
    .map(|list| ArrowArray(Arc::new(list)))
    .map_err(|error| error.to_string())
}
