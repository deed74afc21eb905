-- What Neovim shows of a draft. Speaks through the file named in HONGBI_RESULT: `ok`, or what failed.

local bin, result = vim.env.HONGBI_BIN, vim.env.HONGBI_RESULT

local function finish(text)
  local file = assert(io.open(result, 'w'))
  file:write(text)
  file:close()
  vim.cmd('qall!')
end

-- Waits until the diagnostics of the buffer, as `line:column-end rule`, are `expected`.
local function expect(step, expected)
  local shown
  local arrived = vim.wait(30000, function()
    shown = {}
    for _, d in ipairs(vim.diagnostic.get(0)) do
      local code = d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code)
      table.insert(shown, ('%d:%d-%d %s'):format(d.lnum, d.col, d.end_col, code))
    end
    return vim.deep_equal(shown, expected)
  end, 20)
  assert(arrived, step .. ': ' .. vim.inspect(shown) .. ', not ' .. vim.inspect(expected))
end

local function test()
  local id = assert(vim.lsp.start_client({
    cmd = { bin, '--lang', 'zh', 'lsp' },
    root_dir = vim.fn.getcwd(),
    get_language_id = function() return 'plaintext' end,
  }), 'the server starts')
  vim.lsp.buf_attach_client(0, id)
  -- Neovim counts bytes: 𠮷 takes four, the other characters three.
  expect('opened', { '1:16-19 redaction-placeholder' })

  -- Two edits in a row, before any answer to the first.
  vim.api.nvim_buf_set_lines(0, 0, 0, false, { '工作报告' })
  vim.cmd('let &undolevels = &undolevels')
  vim.api.nvim_buf_set_text(0, 2, 4, 2, 7, { '田造纸' })
  expect('second edit', { '2:22-25 redaction-placeholder' })
  vim.cmd('silent undo')
  expect('undo', { '2:16-19 redaction-placeholder' })
  vim.cmd('silent undo')
  expect('undo of both', { '1:16-19 redaction-placeholder' })
  vim.cmd('silent redo')
  vim.cmd('silent redo')
  expect('redo', { '2:22-25 redaction-placeholder' })

  -- The fix of a traditional character behind the same one.
  vim.api.nvim_buf_set_lines(0, 2, 3, false, { '𠮷林厂的經驗值得推广。' })
  assert(vim.wait(30000, function()
    local first = vim.diagnostic.get(0)[1]
    return first and first.lnum == 2 and first.col == 13
  end, 20), 'mixed script: ' .. vim.inspect(vim.diagnostic.get(0)))
  local place = { line = 2, character = 5 }
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', {
    textDocument = vim.lsp.util.make_text_document_params(0),
    range = { start = place, ['end'] = place },
    context = { diagnostics = {} },
  }, 30000)
  local fix
  for _, action in ipairs(answers[id].result) do
    fix = fix or (action.isPreferred ~= nil and action)
  end
  assert(fix, 'a fix is offered: ' .. vim.inspect(answers))
  local client = vim.lsp.get_client_by_id(id)
  vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
  local line = vim.api.nvim_buf_get_lines(0, 2, 3, false)[1]
  assert(line:find('𠮷林厂的经', 1, true) == 1, 'fixed: ' .. line)
end

local ok, problem = xpcall(test, debug.traceback)
finish(ok and 'ok' or tostring(problem))
